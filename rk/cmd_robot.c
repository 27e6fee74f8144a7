/* SPDX-License-Identifier: MIT */
/* rk load, attach, detach, unload, status, map, events: rk-agent's commands, here or at a host. */
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "cmd.h"
#include "robot.h"

/* Takes --host HOST out of argv; false where HOST is missing or would be an option of ssh. */
static bool take_host(int *argc, char **argv, const char **host)
{
	int kept = 0;

	*host = "local";
	for (int i = 0; i < *argc; i++) {
		if (strcmp(argv[i], "--host")) {
			argv[kept++] = argv[i];
			continue;
		}
		if (++i == *argc || !*argv[i] || *argv[i] == '-')
			return false;
		*host = argv[i];
	}
	*argc = kept;
	return true;
}

/* Takes --watch out of the words of status. */
static bool take_watch(int *argc, char **argv)
{
	int kept = 0, had = *argc;

	for (int i = 0; i < had; i++)
		if (strcmp(argv[0], "status") || strcmp(argv[i], "--watch"))
			argv[kept++] = argv[i];
	*argc = kept;
	return kept != had;
}

/* Again each second, in place on a terminal, until it fails or is interrupted. */
static int repeat(struct rk_tool *t)
{
	int code;

	do {
		if (isatty(STDOUT_FILENO))
			fputs("\033[H\033[J", stdout);
		code = t->row->run(t);
	} while (!code && !fflush(stdout) && !sleep(1));
	return code;
}

int rk_cmd_robot(int argc, char **argv)
{
	struct rk_tool t = {.self = "rk"};
	const char *host;
	bool again;
	int code;

	if (!take_host(&argc, argv, &host))
		return rk_usage(argv[0], "--host needs the name of a host");
	again = take_watch(&argc, argv);
	code = rk_tool_parse(&t, argc, argv);
	if (code >= 0)
		return code;
	code = rk_robot_open(&t, host);
	if (code)
		return code;
	code = again ? repeat(&t) : t.row->run(&t);
	rk_robot_close(&t, host);
	return fflush(stdout) ? RK_EXIT_FAIL : code;
}
