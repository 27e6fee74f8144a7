/* SPDX-License-Identifier: MIT */
/*
 * rk-agent boot: the lines of a file as commands, over one connection. A line that fails is said
 * and does not hold up the others: a robot with one bad program still gets its interlocks.
 */
#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "boot.h"
#include "tool.h"

enum { MAX_WORDS = 24 };

/* The line's command; its exit code. */
static int run_line(struct rk_link *link, const char *file, unsigned number, char *line)
{
	struct rk_tool t = {.self = "rk-agent"};
	char *word[MAX_WORDS], *save = NULL;
	int n = 0, code;

	for (char *w = strtok_r(line, " \t\n", &save); w && *w != '#' && n < MAX_WORDS;
		w = strtok_r(NULL, " \t\n", &save))
		word[n++] = w;
	if (!n)
		return RK_EXIT_OK;
	t.link = link;
	code = rk_tool_parse(&t, n, word);
	if (code < 0)
		code = t.row->run(&t);
	if (code)
		fprintf(stderr, "rk-agent boot: %s:%u failed\n", file, number);
	return code;
}

int rk_agent_boot(const char *path)
{
	struct rk_tool t = {.self = "rk-agent boot"};
	FILE *f = fopen(path, "r");
	char line[1024];
	int code = RK_EXIT_OK;

	if (!f)
		return rk_tool_say(&t, RK_EXIT_FAIL, "%s: %s", path, strerror(errno));
	t.link = rk_link_local();
	if (!t.link || rk_link_hello(t.link)) {
		fclose(f);
		return rk_tool_say(&t, RK_EXIT_FAIL, "out of memory");
	}
	for (unsigned n = 1; fgets(line, sizeof(line), f); n++) {
		int one = run_line(t.link, path, n, line);

		code = code ? code : one;
	}
	rk_link_free_local(t.link);
	fclose(f);
	return code;
}
