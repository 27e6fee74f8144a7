/* SPDX-License-Identifier: MIT */
/*
 * rk hooks: what programs can be attached to on a machine, as text for SEC("..."). Lines come as
 * the agent finds them and are printed at once: a kernel has thousands of tracepoints.
 */
#include <errno.h>
#include <jansson.h>
#include <stdio.h>
#include <string.h>

#include "cmd.h"
#include "findings.h"

struct hooks {
	const char *host, *pattern;
	bool json;
	size_t n;
	struct rk_arena *a;
};

static void print_json(const char *section, const char *about)
{
	json_t *o = json_pack("{s:i, s:s, s:s}", "schema", 1, "section", section, "about", about);

	if (o)
		json_dumpf(o, stdout, JSON_COMPACT);
	putchar('\n');
	json_decref(o);
}

/* "section\tabout": foreign text. */
static void print_line(struct hooks *h, const char *line, size_t n)
{
	const char *tab = memchr(line, '\t', n);
	size_t k = tab ? (size_t)(tab - line) : n;
	const char *section, *about;
	struct rk_arena a;

	rk_arena_init(&a);
	section = rk_printable(&a, line, k);
	about = tab ? rk_printable(&a, tab + 1, n - k - 1) : "";
	if (h->json)
		print_json(section, about);
	else
		printf("%-48s %s\n", section, about);
	rk_arena_fini(&a);
	h->n++;
}

static void take(void *arg, const char *bytes, size_t n)
{
	const char *end = bytes + n, *at = bytes, *next;

	for (; at < end && (next = memchr(at, '\n', (size_t)(end - at))); at = next + 1)
		print_line(arg, at, (size_t)(next - at));
}

/* A word without a '*', '?' or '[' is looked for anywhere in a section. */
static const char *widen(struct rk_arena *a, const char *word)
{
	if (!*word || strpbrk(word, "*?["))
		return word;
	if (!strncmp(word, "kprobe/", 7) || !strncmp(word, "kretprobe/", 10))
		return rk_format(a, "%s*", word);
	return rk_format(a, "*%s*", word);
}

static int parse(int argc, char **argv, struct hooks *h)
{
	for (int i = 1; i < argc; i++) {
		const char *arg = argv[i];

		if (!strcmp(arg, "--json"))
			h->json = true;
		else if (!strcmp(arg, "--host") && i + 1 < argc && *argv[i + 1] &&
			 *argv[i + 1] != '-')
			h->host = argv[++i];
		else if (*arg == '-' || *h->pattern)
			return rk_usage("hooks", "'%s' is not understood", arg);
		else if (strlen(arg) > 100)
			return rk_usage("hooks", "a pattern has at most 100 letters");
		else
			h->pattern = arg;
	}
	return RK_EXIT_OK;
}

static int list(struct rk_tool *t, struct hooks *h)
{
	if (rk_listing(t->link, RK_LIST_HOOKS, widen(h->a, h->pattern), take, h))
		return rk_tool_refused(t, h->host);
	if (h->n)
		return RK_EXIT_OK;
	return rk_tool_say(t, RK_EXIT_FAIL,
		"%s: nothing there matches '%s' (kernel functions: 'kprobe/NAME*'; tracepoints "
		"need "
		"tracefs and root)",
		h->host, h->pattern);
}

int rk_cmd_hooks(int argc, char **argv)
{
	static const struct rk_tool_row row = {.name = "hooks"};
	struct rk_tool t = {.self = "rk", .row = &row};
	struct rk_arena a;
	struct hooks h = {.host = "local", .pattern = "", .a = &a};
	int code = parse(argc, argv, &h);

	if (!code)
		code = rk_robot_open(&t, h.host);
	if (code)
		return code;
	rk_arena_init(&a);
	code = list(&t, &h);
	rk_robot_close(&t, h.host);
	rk_arena_fini(&a);
	return fflush(stdout) ? RK_EXIT_FAIL : code;
}
