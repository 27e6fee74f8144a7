/* SPDX-License-Identifier: MIT */
/* rk-agent: on a robot, the only program besides the module. Commands, or `serve` for a
 * workstation. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "boot.h"
#include "store.h"
#include "tool.h"

static int help(FILE *f, int code)
{
	fputs("rk-agent: programs of this robot's kernel\n\n", f);
	rk_tool_help(f, "rk-agent");
	fputs("\n'rk-agent serve' speaks the framed protocol of workstations on stdin and "
	      "stdout.\n",
		f);
	return code;
}

static int serve(void)
{
	struct rk_agent *a = malloc(sizeof(*a));
	int code = RK_EXIT_FAIL;

	if (a) {
		rk_agent_init(a);
		code = rk_agent_serve(a);
	}
	free(a);
	return code;
}

static int run(int argc, char **argv)
{
	struct rk_tool t = {.self = "rk-agent"};
	int code = rk_tool_parse(&t, argc, argv);

	if (code >= 0)
		return code;
	t.link = rk_link_local();
	if (!t.link)
		return rk_tool_say(&t, RK_EXIT_FAIL, "out of memory");
	code = rk_link_hello(t.link) ? rk_tool_refused(&t, NULL) : t.row->run(&t);
	rk_link_free_local(t.link);
	if (fflush(stdout))
		return RK_EXIT_FAIL;
	return code;
}

static bool asks_help(const char *word)
{
	return !strcmp(word, "--help") || !strcmp(word, "-h");
}

int main(int argc, char **argv)
{
	bool own = argc > 1 && (!strcmp(argv[1], "serve") || !strcmp(argv[1], "boot"));

	if (argc < 2)
		return help(stderr, RK_EXIT_USAGE);
	if (asks_help(argv[1]) || !strcmp(argv[1], "help") ||
		(own && argc == 3 && asks_help(argv[2])))
		return help(stdout, RK_EXIT_OK);
	if (!strcmp(argv[1], "--version")) {
		puts("rk-agent " RK_VERSION);
		return RK_EXIT_OK;
	}
	if (!strcmp(argv[1], "serve") && argc == 2)
		return serve();
	if (!strcmp(argv[1], "boot") && argc <= 3)
		return rk_agent_boot(argc == 3 ? argv[2] : RK_CONFIG "/boot");
	return run(argc - 1, argv + 1);
}
