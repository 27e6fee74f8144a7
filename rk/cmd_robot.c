/* SPDX-License-Identifier: MIT */
/* rk load, attach, detach, unload, status, map, events: rk-agent's commands, here or at a host. */
#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "cmd.h"
#include "remote.h"
#include "tool.h"

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

static int run(struct rk_tool *t)
{
	int code = t->row->run(t);

	return fflush(stdout) ? RK_EXIT_FAIL : code;
}

/* One line, whatever it was. ssh has said on stderr what it has to say. */
static int unreachable(const struct rk_tool *t, const char *host, int status)
{
	const char *why = "the connection broke";

	if (status == 127)
		why = "no rk-agent there: copy one into its PATH";
	else if (status == 255)
		why = "ssh does not get there";
	return rk_tool_say(t, RK_EXIT_UNREACHABLE, "%s: %s", host, why);
}

static int run_at(struct rk_tool *t, const char *host)
{
	int code;

	t->link = rk_remote_open(host);
	if (!t->link)
		return rk_tool_say(t, RK_EXIT_FAIL, "ssh: %s", strerror(errno));
	if (rk_link_hello(t->link)) {
		if (t->link->reply.sys == EPIPE)
			return unreachable(t, host, rk_remote_close(t->link));
		code = rk_tool_refused(t, host);
	} else {
		code = run(t);
	}
	rk_remote_close(t->link);
	return code;
}

static int run_local(struct rk_tool *t)
{
	int code;

	t->link = rk_link_local();
	if (!t->link)
		return rk_tool_say(t, RK_EXIT_FAIL, "out of memory");
	code = rk_link_hello(t->link) ? rk_tool_refused(t, NULL) : run(t);
	rk_link_free_local(t->link);
	return code;
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
	return strcmp(host, "local") ? run_at(&t, host) : run_local(&t);
}
