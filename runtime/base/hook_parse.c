/* SPDX-License-Identifier: MIT */
/*
 * Section names: SEC("gpio/chip0/line17/rising") -> struct rk_hook. Grammar in docs/hooks.md. Our
 * own hooks are strict, because a wrong device would be found only on the robot; Linux's tracing
 * hooks are read as libbpf reads them, bare and sleepable forms included. Pure: no allocation, no
 * state.
 */
#include "rk/tables.h"

enum { TIMER_MIN_NS = 50000, IF_NAME = 15 };
#define TIMER_MAX_NS 3600000000000ull
#define CAN_EFF 0x80000000u
#define CAN_RTR 0x40000000u

static size_t length(const char *s)
{
	size_t n = 0;

	while (s[n])
		n++;
	return n;
}

/* The rest of s after `prefix`, or NULL. */
static const char *after(const char *s, const char *prefix)
{
	while (*prefix)
		if (*s++ != *prefix++)
			return NULL;
	return s;
}

static bool is_name_char(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
	       c == '_' || c == '-' || c == '.' || c == ':';
}

/* Copy one path component of name characters; the rest begins with '/' or is empty. NULL: none. */
static const char *component(const char *s, char *out)
{
	size_t n = 0;

	while (is_name_char(s[n])) {
		out[n] = s[n];
		n++;
	}
	out[n] = 0;
	return n && (s[n] == '/' || !s[n]) ? s + n : NULL;
}

static const char *decimal(const char *s, u64 max, u64 *out)
{
	u64 v = 0;

	if (*s < '0' || *s > '9')
		return NULL;
	for (; *s >= '0' && *s <= '9'; s++) {
		if (v > (max - (u64)(*s - '0')) / 10)
			return NULL;
		v = v * 10 + (u64)(*s - '0');
	}
	*out = v;
	return s;
}

static int hex_digit(char c)
{
	if (c >= '0' && c <= '9')
		return c - '0';
	if (c >= 'a' && c <= 'f')
		return c - 'a' + 10;
	return c >= 'A' && c <= 'F' ? c - 'A' + 10 : -1;
}

/* Decimal, or hexadecimal after 0x. */
static const char *number32(const char *s, u32 *out)
{
	const char *hex = after(s, "0x");
	u64 v = 0;

	if (!hex) {
		s = decimal(s, 0xffffffffu, &v);
	} else {
		for (s = hex; hex_digit(*s) >= 0 && v <= 0xffffffffu; s++)
			v = v << 4 | (u64)hex_digit(*s);
		if (s == hex || v > 0xffffffffu)
			return NULL;
	}
	*out = (u32)v;
	return s;
}

/* "<word><N>": the rest after the number. */
static const char *numbered(const char *s, const char *word, u32 *out)
{
	u64 v;

	s = after(s, word);
	s = s ? decimal(s, 0xffffffffu, &v) : NULL;
	if (s)
		*out = (u32)v;
	return s;
}

/* <word><N>, name:<driver> or role:<role>: what the target resolves to a device. */
static const char *device(const char *s, const char *word, char *out)
{
	const char *rest = component(s, out), *tail;
	u32 n;

	if (!rest)
		return NULL;
	if ((tail = after(s, "name:")) || (tail = after(s, "role:")))
		return tail != rest ? rest : NULL;
	return numbered(s, word, &n) == rest ? rest : NULL;
}

static const char *slash(const char *s)
{
	return s && *s == '/' ? s + 1 : NULL;
}

static bool parse_iio(const char *s, struct rk_hook *h)
{
	s = slash(device(s, "device", h->device));
	s = s ? component(s, h->part) : NULL;
	return s && !*s;
}

static bool parse_gpio(const char *s, struct rk_hook *h)
{
	static const char *const edges[] = {"", "rising", "falling", "both"};

	s = slash(device(s, "chip", h->device));
	s = s ? slash(numbered(s, "line", &h->number)) : NULL;
	for (u32 e = RK_EDGE_RISING; s && e <= RK_EDGE_BOTH; e++) {
		const char *end = after(s, edges[e]);

		if (end && !*end)
			h->edge = e;
	}
	return h->edge;
}

static bool parse_pwm(const char *s, struct rk_hook *h)
{
	s = slash(device(s, "chip", h->device));
	s = s ? numbered(s, "channel", &h->number) : NULL;
	return s && !*s;
}

/* Without a mask an id means exactly this id: frame format and remote bit are compared too. */
static bool parse_can(const char *s, struct rk_hook *h)
{
	s = component(s, h->device);
	if (!s || length(h->device) > IF_NAME)
		return false;
	if (!*s)
		return true;
	s = number32(s + 1, &h->can_id);
	if (!s)
		return false;
	if (*s == '/') {
		s = number32(s + 1, &h->can_mask);
		return s && !*s;
	}
	if (h->can_id > 0x7ff)
		h->can_id |= CAN_EFF;
	h->can_mask = (h->can_id & CAN_EFF ? 0x1fffffff : 0x7ff) | CAN_EFF | CAN_RTR;
	return !*s;
}

static bool parse_timer(const char *s, struct rk_hook *h)
{
	static const struct {
		const char *name;
		u64 ns;
	} units[] = {{"ns", 1}, {"us", 1000}, {"ms", 1000000}, {"s", 1000000000}};
	u64 n;

	s = decimal(s, TIMER_MAX_NS, &n);
	for (u32 i = 0; s && i < RK_ARRAY_SIZE(units); i++) {
		const char *end = after(s, units[i].name);

		if (end && !*end && n <= TIMER_MAX_NS / units[i].ns)
			h->period_ns = n * units[i].ns;
	}
	return h->period_ns >= TIMER_MIN_NS;
}

static bool parse_syscall(const char *s, struct rk_hook *h)
{
	const char *rest = after(s, "enter");

	if (!rest) {
		rest = after(s, "exit");
		h->exit = true;
	}
	if (!rest || (*rest && *rest != '/'))
		return false;
	rest = *rest ? component(rest + 1, h->device) : rest;
	return rest && !*rest;
}

/* raw_tp/<name>, tp_btf/<name>: one name, both device and part. */
static bool parse_tracepoint_name(const char *s, struct rk_hook *h)
{
	if (!*s)
		return true;
	s = component(s, h->device);
	if (s)
		component(h->device, h->part);
	return s && !*s;
}

static bool parse_tracepoint(const char *s, struct rk_hook *h)
{
	if (!*s)
		return true;
	s = slash(component(s, h->device));
	s = s ? component(s, h->part) : NULL;
	return s && !*s;
}

/* Symbols, paths and patterns: anything printable. */
static bool parse_any(const char *s, struct rk_hook *h)
{
	size_t n = 0;

	for (; s[n]; n++) {
		if (s[n] <= ' ' || s[n] > '~')
			return false;
		h->device[n] = s[n];
	}
	h->device[n] = 0;
	return true;
}

/* Prefixes whose rest has a grammar of its own; all others take parse_any. */
#define GRAMMAR(id, parse, why) {RK_HOOK_##id, parse RK_DOC(, why)}
static const struct grammar {
	u8 id;
	bool (*parse)(const char *rest, struct rk_hook *h);
#ifndef RK_NO_DOCS
	const char *why;
#endif
} grammars[] = {
	GRAMMAR(IIO, parse_iio,
		"iio wants iio/<device>/<channel>; a device is device<N>, name:<driver> or "
		"role:<role>"),
	GRAMMAR(GPIO, parse_gpio,
		"gpio wants gpio/<chip>/line<N>/<rising|falling|both>; a chip is chip<N>, "
		"name:<label> or role:<role>"),
	GRAMMAR(PWM, parse_pwm,
		"pwm wants pwm/<chip>/channel<N>; a chip is chip<N>, name:<driver> or role:<role>"),
	GRAMMAR(CAN, parse_can,
		"can wants can/<interface>[/<id>[/<mask>]], numbers decimal or 0x..."),
	GRAMMAR(TIMER, parse_timer, "timer wants timer/<period>, 50us to 3600s: 500us, 10ms, 1s"),
	GRAMMAR(SYSCALL, parse_syscall,
		"syscall wants syscall/<enter|exit>[/<name>]; Linux's programs of that section, "
		"which user space runs, are not judged yet"),
	GRAMMAR(RAW_TP, parse_tracepoint_name, "raw_tp wants raw_tp/<tracepoint>"),
	GRAMMAR(RAW_TP2, parse_tracepoint_name, "raw_tracepoint wants raw_tracepoint/<tracepoint>"),
	GRAMMAR(TP_BTF, parse_tracepoint_name, "tp_btf wants tp_btf/<tracepoint>"),
	GRAMMAR(TRACEPOINT, parse_tracepoint, "tracepoint wants tracepoint/<category>/<name>"),
	GRAMMAR(TP, parse_tracepoint, "tp wants tp/<category>/<name>"),
};
#undef GRAMMAR

#ifdef RK_NO_DOCS /* a robot is given what a workstation has parsed before it was signed */
#define GRAMMAR_WHY(grammar) "section is not as its hook's are written"
#else
#define GRAMMAR_WHY(grammar) (grammar).why
#endif

/* Linux's other spellings of a prefix; on a robot those of hooks that run there. */
static const struct alias {
	const char *prefix;
	u8 id;
	bool sleepable;
} aliases[] = {
	{"kprobe.multi", RK_HOOK_KPROBE, false},
	{"kretprobe.multi", RK_HOOK_KRETPROBE, false},
	{"raw_tp.w", RK_HOOK_RAW_TP, false},
	{"raw_tracepoint.w", RK_HOOK_RAW_TP2, false},
#ifndef RK_NO_DOCS
	{"fentry.s", RK_HOOK_FENTRY, true},
	{"fexit.s", RK_HOOK_FEXIT, true},
	{"lsm.s", RK_HOOK_LSM, true},
	{"iter.s", RK_HOOK_ITER, true},
	{"uprobe.s", RK_HOOK_UPROBE, true},
	{"uretprobe.s", RK_HOOK_URETPROBE, true},
	{"usdt.s", RK_HOOK_USDT, true},
	{"uprobe.multi", RK_HOOK_UPROBE, false},
	{"uretprobe.multi", RK_HOOK_URETPROBE, false},
	{"uprobe.multi.s", RK_HOOK_UPROBE, true},
	{"uretprobe.multi.s", RK_HOOK_URETPROBE, true},
	{"kprobe.session", RK_HOOK_KSYSCALL, false}, /* a kprobe that is only verified */
	{"uprobe.session", RK_HOOK_UPROBE, false},
	{"uprobe.session.s", RK_HOOK_UPROBE, true},
	{"fmod_ret", RK_HOOK_FEXIT, false},
	{"fmod_ret.s", RK_HOOK_FEXIT, true},
	{"lsm_cgroup", RK_HOOK_LSM, false},
	{"xdp.frags", RK_HOOK_XDP, false},
	{"classifier", RK_HOOK_TC, false},
	{"action", RK_HOOK_TC, false},
	{"tcx", RK_HOOK_TC, false},
	{"cgroup/skb", RK_HOOK_CGROUP_SKB, false},
#endif
};

/* What follows the prefix: "" for the bare form; NULL where the prefix is another. */
static const char *rest_of(const char *section, const char *prefix)
{
	const char *rest = after(section, prefix);

	if (!rest || (*rest && *rest != '/'))
		return NULL;
	return *rest ? rest + 1 : rest;
}

static const char *match(const char *section, struct rk_hook *hook)
{
	const char *rest;
	const struct rk_hook_row *row;

	for (size_t i = 0; (row = rk_hook_row_at(i)); i++)
		if ((rest = rest_of(section, row->prefix))) {
			hook->id = row->id;
			return rest;
		}
	for (size_t i = 0; i < RK_ARRAY_SIZE(aliases); i++)
		if ((rest = rest_of(section, aliases[i].prefix))) {
			hook->id = aliases[i].id;
			hook->sleepable = aliases[i].sleepable;
			return rest;
		}
	return NULL;
}

static int parse_rest(const char *rest, struct rk_hook *hook, const char **why)
{
	for (size_t i = 0; i < RK_ARRAY_SIZE(grammars); i++) {
		if (grammars[i].id != hook->id)
			continue;
		*why = GRAMMAR_WHY(grammars[i]);
		return grammars[i].parse(rest, hook) ? RK_OK : RK_EINPUT;
	}
	*why = "a section name is printable text without blanks";
	return parse_any(rest, hook) ? RK_OK : RK_EINPUT;
}

int rk_hook_parse(const char *section, struct rk_hook *hook, const char **why)
{
	const char *rest;
	size_t len = length(section);

	*hook = (struct rk_hook){0};
	if (len >= RK_MAX_SECTION) {
		*why = "section name is longer than 127 bytes";
		return RK_EINPUT;
	}
	for (size_t i = 0; i < len; i++)
		hook->section[i] = section[i];
	/* libbpf: a leading '?' only keeps the program from being loaded by default. */
	rest = match(*section == '?' ? section + 1 : section, hook);
	if (!rest) {
		*why = "no hook has this prefix";
		return RK_ENOENT;
	}
	return parse_rest(rest, hook, why);
}
