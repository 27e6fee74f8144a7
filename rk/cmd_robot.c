/* SPDX-License-Identifier: MIT */
/* rk load, attach, detach, unload, status, map, events: rk-agent's commands, here or at a host. */
#include <stdio.h>
#include <string.h>

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

int rk_cmd_robot(int argc, char **argv)
{
	struct rk_tool t = {.self = "rk"};
	const char *host;
	int code;

	if (!take_host(&argc, argv, &host))
		return rk_usage(argv[0], "--host needs the name of a host");
	code = rk_tool_parse(&t, argc, argv);
	if (code >= 0)
		return code;
	code = rk_robot_open(&t, host);
	if (code)
		return code;
	code = t.row->run(&t);
	rk_robot_close(&t, host);
	return fflush(stdout) ? RK_EXIT_FAIL : code;
}
