/* SPDX-License-Identifier: MIT */
/* What the commands share: words and options, refusals, programs and maps by name. */
#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "image.h"
#include "tool.h"

static const struct {
	const char *name, *value, *doc;
	u32 bit;
	u64 most;
} options[] = {
	{"--json", NULL, "one object per line", RK_OPT_JSON, 0},
	{"--hex", NULL, "bytes instead of numbers", RK_OPT_HEX, 0},
	{"--sum", NULL, "end with 'sum N'", RK_OPT_SUM, 0},
	{"--nonzero", NULL, "leave out elements that are all zero", RK_OPT_NONZERO, 0},
	{"--count", "N", "end after N events", RK_OPT_COUNT, U64_MAX},
	{"--timeout", "S", "fail after S seconds without an event", RK_OPT_TIMEOUT, 1000000},
	{"--cpu", "N", "the element of this CPU", RK_OPT_CPU, 4095},
	{"--reset-maps", NULL, "maps that do not agree begin anew", RK_OPT_RESET, 0},
	{"--estop", NULL, "the emergency stop drives it: the next bit of its masks", RK_OPT_ESTOP,
		0},
	{"--input", NULL, "a GPIO line that programs read", RK_OPT_INPUT, 0},
	{"--rt-safe", NULL, "the chip's driver takes no sleeping lock on PREEMPT_RT",
		RK_OPT_RT_SAFE, 0},
	{"--stopped", "N", "level, or duty time in ns, that means stopped (0)", RK_OPT_STOPPED,
		U64_MAX},
	{"--period", "N", "period of a PWM channel in ns", RK_OPT_PERIOD, U64_MAX},
	{"--window", "N", "samples of the last N ns", RK_OPT_WINDOW, U64_MAX},
	{"--new", NULL, "fail if the key is there already", RK_OPT_NEW, 0},
};

static const char exit_codes[] =
	"Exit codes: 0 success, 1 refused or failed, 2 wrong usage, 4 signature, key or counter "
	"not\n"
	"accepted, 5 no module or no robot, 6 hook, helper or request not available there.\n";

/* `key` begins `key add`, and each row begins with no words. */
static bool begins_with(const struct rk_tool_row *r, const char *words)
{
	size_t n = strlen(words);

	return !strncmp(r->name, words, n) && (!n || !r->name[n] || r->name[n] == ' ');
}

static void help_row(FILE *f, const struct rk_tool_row *r)
{
	int width = fprintf(f, "  %s%s%s", r->name, *r->words ? " " : "", r->words);

	for (size_t i = 0; i < RK_ARRAY_SIZE(options); i++)
		if (r->options & options[i].bit)
			width += fprintf(f, " [%s%s%s]", options[i].name,
				options[i].value ? " " : "",
				options[i].value ? options[i].value : "");
	fprintf(f, "%s%*s%s\n", width > 34 ? "\n" : "", width > 34 ? 36 : 36 - width, "",
		r->summary);
}

/* Of the rows that begin with these words, with their options. */
static void help_rows(FILE *f, const char *words)
{
	bool program = false;
	u32 used = 0;

	for (const struct rk_tool_row *r = rk_tool_rows; r->name; r++) {
		if (!begins_with(r, words))
			continue;
		help_row(f, r);
		program = program || strstr(r->words, "PROG");
		used |= r->options & ~(u32)RK_OPT_SIGNED;
	}
	fputs(program ? "\nA PROG is an id or the name of a loaded program; a KEY or VALUE is a "
			"number, or hex:BYTES.\n\n"
		      : "\n",
		f);
	for (size_t i = 0; i < RK_ARRAY_SIZE(options); i++)
		if (used & options[i].bit)
			fprintf(f, "  %-12s %-2s %s\n", options[i].name,
				options[i].value ? options[i].value : "", options[i].doc);
	fprintf(f, "%s%s", used ? "\n" : "", exit_codes);
}

void rk_tool_help(FILE *f, const char *self)
{
	fprintf(f, "Usage: %s COMMAND [ARGS...]\n\n", self);
	help_rows(f, "");
}

static void say_who(const struct rk_tool *t)
{
	fprintf(stderr, "%s%s%s: %s%s", t->self, t->row ? " " : "", t->row ? t->row->name : "",
		t->host ? t->host : "", t->host ? ": " : "");
}

int rk_tool_say(const struct rk_tool *t, int code, const char *fmt, ...)
{
	va_list args;

	say_who(t);
	va_start(args, fmt);
	vfprintf(stderr, fmt, args);
	va_end(args);
	fputc('\n', stderr);
	return code;
}

static int usage(const struct rk_tool *t)
{
	if (t->row)
		fprintf(stderr, "Usage: %s %s %s\n", t->self, t->row->name, t->row->words);
	fprintf(stderr, "Try '%s --help'.\n", t->self);
	return RK_EXIT_USAGE;
}

/* Words of argv that name the row: 0, 1 or 2. */
static int matches(const struct rk_tool_row *r, int argc, char **argv)
{
	const char *space = strchr(r->name, ' ');
	size_t n = space ? (size_t)(space - r->name) : strlen(r->name);

	if (!argc || strlen(argv[0]) != n || strncmp(argv[0], r->name, n))
		return 0;
	if (!space)
		return 1;
	return argc > 1 && !strcmp(argv[1], space + 1) ? 2 : 0;
}

/* 1 or 2 words consumed, or 0: not an option of this command. */
static int option(struct rk_tool *t, int argc, char **argv)
{
	for (size_t i = 0; i < RK_ARRAY_SIZE(options); i++) {
		u64 *value = &t->value[__builtin_ctz(options[i].bit)];

		if (strcmp(argv[0], options[i].name) || !(t->row->options & options[i].bit))
			continue;
		t->options |= options[i].bit;
		if (!options[i].value)
			return 1;
		return argc > 1 && rk_text_unsigned(argv[1], options[i].most, value) ? 2 : 0;
	}
	return 0;
}

static int parse_words(struct rk_tool *t, int argc, char **argv)
{
	bool end = false;

	for (int used; argc; argc -= used, argv += used) {
		used = 1;
		if (!end && !strcmp(argv[0], "--")) {
			end = true;
		} else if (!end && argv[0][0] == '-' && argv[0][1] == '-') {
			used = option(t, argc, argv);
			if (!used) {
				rk_tool_say(t, 0, "'%s' is not understood here", argv[0]);
				return usage(t);
			}
		} else if (t->n_words == t->row->most) {
			rk_tool_say(t, 0, "'%s' is one word too many", argv[0]);
			return usage(t);
		} else {
			t->word[t->n_words++] = argv[0];
		}
	}
	return t->n_words < t->row->least ? usage(t) : -1;
}

/* COMMAND [VERB] --help. -1: it is something else. */
static int help_of(const struct rk_tool *t, int argc, char **argv)
{
	char words[64];

	if (argc < 2 || argc > 3 ||
		(strcmp(argv[argc - 1], "--help") && strcmp(argv[argc - 1], "-h")))
		return -1;
	snprintf(words, sizeof(words), argc == 3 ? "%s %s" : "%s", argv[0], argv[1]);
	for (const struct rk_tool_row *r = rk_tool_rows; r->name; r++) {
		if (!begins_with(r, words))
			continue;
		printf("Usage: %s %s ...\n\n", t->self, words);
		help_rows(stdout, words);
		return RK_EXIT_OK;
	}
	return -1;
}

int rk_tool_parse(struct rk_tool *t, int argc, char **argv)
{
	int code = help_of(t, argc, argv);

	if (code >= 0)
		return code;
	for (const struct rk_tool_row *r = rk_tool_rows; r->name; r++) {
		int used = matches(r, argc, argv);

		if (!used)
			continue;
		t->row = r;
		return parse_words(t, argc - used, argv + used);
	}
	rk_tool_say(t, 0, "no command '%s'", argc ? argv[0] : "");
	return usage(t);
}

static const struct {
	int value;
	const char *name, *text;
} errors[] = {
#define ERROR(name, value, sys, text) {-(value), #name, text},
#include "rk/error.def"
#undef ERROR
};

#define ONE_VERSION "'rk provision' brings agent and module of rk's own version"

/* What to do about a refusal. Rows with error 0 go by errno. */
static const struct {
	int error, sys, code;
	const char *remedy;
} remedies[] = {
	{RK_ENOKEY, 0, RK_EXIT_SIGNATURE,
		"add its public key with 'key add', or sign with a trusted key"},
	{RK_ESIG, 0, RK_EXIT_SIGNATURE, "copy the file again, or build and sign it again"},
	{RK_EHASH, 0, RK_EXIT_SIGNATURE, "copy the file again, or build and sign it again"},
	{RK_ECOUNTER, 0, RK_EXIT_SIGNATURE, "build with a higher --counter"},
	{RK_EPOLICY, 0, RK_EXIT_SIGNATURE, "sign with a key that may, or with a second one"},
	{RK_EARCH, 0, RK_EXIT_FAIL, "build with --target for this machine"},
	{RK_EKERNEL, 0, RK_EXIT_FAIL,
		"build with this robot's 'uname -r' as --kernel-release and 'uname -v' as "
		"--kernel-version"},
	{RK_EVERSION, 0, RK_EXIT_UNSUPPORTED, ONE_VERSION},
	{RK_EIMPORT, 0, RK_EXIT_UNSUPPORTED, ONE_VERSION},
	{RK_ECONTRACT, 0, RK_EXIT_UNSUPPORTED, ONE_VERSION},
	{RK_EHOOK, 0, RK_EXIT_UNSUPPORTED, NULL},
	{RK_EUNSUP, 0, RK_EXIT_UNSUPPORTED, NULL},
	{RK_EBUDGET, 0, RK_EXIT_FAIL, "make the maps smaller, or unload a program"},
	{RK_ESPACE, 0, RK_EXIT_FAIL, "unload a program"},
	{RK_ESEALED, 0, RK_EXIT_FAIL, "it stays so until the robot restarts"},
	{RK_ECHALLENGE, 0, RK_EXIT_SIGNATURE, "sign the command again"},
	{RK_EOUTPUT, 0, RK_EXIT_FAIL, "configure the emergency-stop outputs first"},
	{0, ENODEV, RK_EXIT_UNREACHABLE, "modprobe rkbpf"},
	{0, ENOSPC, RK_EXIT_FAIL, "make room there"},
	{0, EPIPE, RK_EXIT_UNREACHABLE, NULL},
	{0, ETIMEDOUT, RK_EXIT_UNREACHABLE, NULL},
	{0, ENOTTY, RK_EXIT_UNSUPPORTED, ONE_VERSION},
};

static const char *error_text(int error, int sys)
{
	if ((error == RK_EVERSION && sys == EPROTO) || (!error && sys == ENOTTY))
		return "versions do not match";
	for (size_t i = 0; i < RK_ARRAY_SIZE(errors); i++)
		if (errors[i].value == error)
			return errors[i].text;
	if (sys == EPIPE)
		return "the connection is lost";
	return sys == ECANCELED ? "not healthy" : strerror(sys);
}

static const char *error_name(int error)
{
	for (size_t i = 0; i < RK_ARRAY_SIZE(errors); i++)
		if (errors[i].value == error)
			return errors[i].name;
	return "";
}

static int remedy(const struct rk_reply *r, const char **text)
{
	*text = NULL;
	for (size_t i = 0; i < RK_ARRAY_SIZE(remedies); i++) {
		if (r->error ? remedies[i].error == r->error : remedies[i].sys == (int)r->sys) {
			*text = remedies[i].remedy;
			return remedies[i].code;
		}
	}
	return RK_EXIT_FAIL;
}

/* Foreign text for a terminal. */
static void put_text(const char *s)
{
	for (; *s; s++)
		fputc(*s < ' ' || *s > '~' ? '?' : *s, stderr);
}

int rk_tool_refused(const struct rk_tool *t, const char *what)
{
	const struct rk_reply *r = &t->link->reply;
	const char *fix;
	int code = remedy(r, &fix);

	say_who(t);
	fprintf(stderr, "%s%s%s", what ? what : "", what ? ": " : "",
		error_text(r->error, (int)r->sys));
	if (r->why[0] && strcmp(r->why, error_text(r->error, (int)r->sys))) {
		fputs(": ", stderr);
		put_text(r->why);
	}
	if (r->error)
		fprintf(stderr, " [%s]", error_name(r->error));
	if (fix)
		fprintf(stderr, "; %s", fix);
	fputc('\n', stderr);
	return code;
}

/* Of several programs with one name, such as a running one and the one before it, the running one.
 */
struct named {
	const char *name;
	u32 id, running;
	u32 n, n_running;
};

static bool is_named(const struct rk_row *row, const char *name)
{
	return !strncmp(row->prog.name, name, sizeof(row->prog.name));
}

static int count_named(struct rk_tool *t, const struct rk_row *row, void *arg)
{
	struct named *found = arg;

	if (!is_named(row, found->name))
		return RK_EXIT_OK;
	found->n++;
	found->id = row->prog.id;
	if (row->prog.attached != RK_PLACE_RUNS)
		return RK_EXIT_OK;
	found->n_running++;
	found->running = row->prog.id;
	return RK_EXIT_OK;
}

static int refuse_list(struct rk_link *l)
{
	l->reply = (struct rk_reply){.error = RK_EINPUT,
		.sys = EPROTO,
		.why = "the agent's list of programs has no order"};
	return -1;
}

/* Ids ascend: an agent that repeats itself would be asked without end. */
int rk_tool_all(
	struct rk_tool *t, int (*each)(struct rk_tool *, const struct rk_row *, void *), void *arg)
{
	u8 rows[RK_FRAME_MAX];
	u32 after = 0, size;

	do {
		if (rk_link_call(t->link, RK_REQ_PROGRAMS, &after, sizeof(after), 0))
			return -1;
		size = t->link->size;
		memcpy(rows, t->link->data, size);
		for (u32 at = 0; at + sizeof(struct rk_row) <= size; at += sizeof(struct rk_row)) {
			struct rk_row row;
			int code;

			memcpy(&row, rows + at, sizeof(row));
			if (row.prog.id <= after)
				return refuse_list(t->link);
			after = row.prog.id;
			code = each(t, &row, arg);
			if (code)
				return code;
		}
	} while (size >= sizeof(struct rk_row));
	return RK_EXIT_OK;
}

int rk_tool_each(
	struct rk_tool *t, int (*each)(struct rk_tool *, const struct rk_row *, void *), void *arg)
{
	int code = rk_tool_all(t, each, arg);

	return code < 0 ? rk_tool_refused(t, NULL) : code;
}

int rk_tool_program(struct rk_tool *t, const char *word, u32 *id)
{
	struct named found = {.name = word};
	u64 number;
	int code;

	if (rk_text_unsigned(word, U32_MAX, &number)) {
		*id = (u32)number;
		return RK_EXIT_OK;
	}
	code = rk_tool_each(t, count_named, &found);
	if (code)
		return code;
	*id = found.n_running == 1 ? found.running : found.id;
	if (found.n == 1 || found.n_running == 1)
		return RK_EXIT_OK;
	return rk_tool_say(t, RK_EXIT_FAIL,
		found.n ? "'%s' names several programs: give an id; 'status' lists them"
			: "no program is named '%s'; 'status' lists them",
		word);
}

bool rk_tool_is_word(const char *word, const struct rk_row *row)
{
	u64 number;

	if (rk_text_unsigned(word, U32_MAX, &number))
		return row->prog.id == number;
	return is_named(row, word);
}

int rk_tool_row_of(struct rk_tool *t, u32 id, struct rk_row *row)
{
	u32 after = id - 1;

	if (rk_link_call(t->link, RK_REQ_PROGRAMS, &after, sizeof(after), 0))
		return rk_tool_refused(t, NULL);
	memset(row, 0, sizeof(*row));
	if (id && t->link->size >= sizeof(*row))
		memcpy(row, t->link->data, sizeof(*row));
	if (row->prog.id == id && id)
		return RK_EXIT_OK;
	return rk_tool_say(t, RK_EXIT_FAIL, "no program has the id %u", id);
}

int rk_tool_map(struct rk_tool *t, u32 id, const char *name, struct rk_uapi_map *m)
{
	if (rk_link_call(t->link, RK_REQ_MAPS, &id, sizeof(id), 0))
		return rk_tool_refused(t, t->word[0]);
	for (size_t at = 0; at + sizeof(*m) <= t->link->size; at += sizeof(*m)) {
		memcpy(m, t->link->data + at, sizeof(*m));
		m->name[RK_MAX_NAME - 1] = 0;
		if (!strcmp(m->name, name))
			return RK_EXIT_OK;
	}
	return rk_tool_say(
		t, RK_EXIT_FAIL, "%s has no map '%s'; 'map list' lists them", t->word[0], name);
}

struct wanted {
	u32 id;
};

static int view_row(struct rk_tool *t, const struct rk_row *row, void *arg)
{
	if (row->prog.id == ((struct wanted *)arg)->id)
		t->view->open(t, row->prog.sha3);
	return RK_EXIT_OK;
}

int rk_tool_view(struct rk_tool *t, u32 id)
{
	struct wanted w = {id};

	return t->view && !(t->options & RK_OPT_HEX) ? rk_tool_each(t, view_row, &w) : RK_EXIT_OK;
}

void rk_tool_put(struct rk_tool *t, const char *map, bool key, const u8 *p, size_t n)
{
	bool hex = t->options & RK_OPT_HEX;

	if (hex || !t->view || !t->view->print(t, map, key, p, n))
		rk_text_bytes(p, n, hex, t->options & RK_OPT_JSON);
}

u8 *rk_tool_file(const struct rk_tool *t, const char *path, size_t most, size_t *size)
{
	FILE *f = strcmp(path, "-") ? fopen(path, "rb") : stdin;
	u8 *p = malloc(most + 1);

	*size = 0;
	if (f && p) {
		*size = fread(p, 1, most + 1, f);
		if (ferror(f) || *size > most) {
			if (!ferror(f))
				errno = EFBIG;
			*size = 0;
			free(p);
			p = NULL;
		}
	} else {
		free(p);
		p = NULL;
	}
	if (!p)
		rk_tool_say(t, 0, "%s: %s", path, strerror(errno));
	if (f && f != stdin)
		fclose(f);
	return p;
}
