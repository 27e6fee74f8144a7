/* SPDX-License-Identifier: MIT */
/*
 * bpf_trace_printk: Linux's formats as far as tracing programs use them: %% %c %s %pks %pus %d %i
 * %u %x %p with l, ll, 0, - and a width, at most three arguments, one line of at most 255 bytes.
 */
#include "helper.h"
#include "text.h"

enum { LINE = 256, MAX_WIDTH = 64, MAX_STR = 128, ARGS = 3 };

struct conversion {
	struct rk_text_spec spec;
	bool wide; /* l or ll: 64 bits */
	bool user; /* %pus: a user address */
	char kind;
};

/* The conversion after a '%'; bytes taken, 0 where it is malformed. */
static u64 parse(const char *f, u64 n, struct conversion *c)
{
	u64 i = 0;

	__builtin_memset(c, 0, sizeof(*c));
	for (; i < n && (f[i] == '0' || f[i] == '-'); i++) {
		c->spec.zero |= f[i] == '0';
		c->spec.left |= f[i] == '-';
	}
	for (; i < n && f[i] >= '0' && f[i] <= '9'; i++) {
		c->spec.width = c->spec.width * 10 + (u32)(f[i] - '0');
		if (c->spec.width > MAX_WIDTH)
			return 0;
	}
	for (; i < n && f[i] == 'l'; i++)
		c->wide = true;
	if (i >= n)
		return 0;
	if (f[i] == 'p' && n - i >= 3 && (f[i + 1] == 'k' || f[i + 1] == 'u') && f[i + 2] == 's') {
		c->user = f[i + 1] == 'u';
		i += 2;
	}
	c->kind = f[i++];
	return i;
}

static void put_string(struct rk_text *t, u64 address, bool user)
{
	char buf[MAX_STR] = "";
	u64 n = 0;

	while (n + 1 < sizeof(buf)) {
		if (!rk_plat_probe_read(&buf[n], rk_ptr(address + n), 1, user)) {
			rk_text_str(t, "(fault)");
			return;
		}
		if (!buf[n])
			break;
		n++;
	}
	buf[n] = 0;
	rk_text_str(t, buf);
}

static void put_signed(struct rk_text *t, struct conversion *c, u64 v)
{
	s64 s = c->wide ? (s64)v : (s32)v;

	c->spec.base = 10;
	c->spec.negative = s < 0;
	rk_text_num(t, s < 0 ? -(u64)s : (u64)s, &c->spec);
}

static void put_unsigned(struct rk_text *t, struct conversion *c, u64 v, u8 base)
{
	c->spec.base = base;
	rk_text_num(t, c->wide ? v : (u32)v, &c->spec);
}

/* False: not a conversion we know. */
static bool put(struct rk_text *t, struct conversion *c, u64 v)
{
	switch (c->kind) {
	case 'd':
	case 'i': put_signed(t, c, v); return true;
	case 'u': put_unsigned(t, c, v, 10); return true;
	case 'x': put_unsigned(t, c, v, 16); return true;
	case 'p':
		c->wide = true;
		c->spec.prefix = true;
		put_unsigned(t, c, v, 16);
		return true;
	case 'c': rk_text_char(t, (char)v); return true;
	case 's': put_string(t, v, c->user); return true;
	default: return false;
	}
}

/* False: the format is malformed or asks for more arguments than there are. */
static bool format(struct rk_text *t, const char *f, u64 n, const u64 args[ARGS])
{
	struct conversion c;
	u32 used = 0;

	for (u64 i = 0; i < n && f[i]; i++) {
		u64 took;

		if (f[i] != '%') {
			rk_text_char(t, f[i]);
			continue;
		}
		took = parse(f + i + 1, n - i - 1, &c);
		i += took;
		if (took && c.kind == '%')
			rk_text_char(t, '%');
		else if (!took || used == ARGS || !put(t, &c, args[used++]))
			return false;
	}
	return true;
}

RK_HELPER(trace_printk)
{
	const struct rk_world *w = rk_env_world(env);
	const char *f = rk_ptr(a1);
	const u64 args[ARGS] = {a3, a4, a5};
	char line[LINE];
	struct rk_text t;

	rk_text_init(&t, line, sizeof(line));
	if (!a2 || f[a2 - 1] || !format(&t, f, a2 - 1, args))
		return rk_fail(RK_L_EINVAL);
	if (w->trace)
		w->trace(w->data, line, t.len);
	else
		rk_plat_log(line, t.len);
	return t.len;
}
