/* SPDX-License-Identifier: MIT */
#include <errno.h>
#include <string.h>

#include "remote.h"
#include "robot.h"
#include "view.h"

static bool is_local(const char *host)
{
	return !strcmp(host, "local");
}

void rk_robot_close(struct rk_tool *t, const char *host)
{
	if (is_local(host))
		rk_link_free_local(t->link);
	else
		rk_remote_close(t->link);
	t->link = NULL;
	rk_view_end(t);
}

/* One line, whatever it was. ssh has said on stderr what it has to say. */
static int unreachable(struct rk_tool *t, const char *host)
{
	bool silent = t->link->reply.sys == ETIMEDOUT;
	int patience = t->link->patience_ms, status = rk_remote_close(t->link);
	const char *why = "the connection broke";

	t->link = NULL;
	rk_view_end(t);
	if (silent)
		return rk_tool_say(t, RK_EXIT_UNREACHABLE, "%s: no answer within %d s", host,
			(patience + 999) / 1000);
	if (status == 127)
		why = "no rk-agent there: 'rk provision' brings one";
	else if (status == 255)
		why = "ssh does not get there";
	return rk_tool_say(t, RK_EXIT_UNREACHABLE, "%s: %s", host, why);
}

int rk_robot_reach(struct rk_tool *t, const struct rk_ssh *ssh, const char *host, int patience_ms)
{
	u32 sys;
	int code;

	t->link = is_local(host) ? rk_link_local() : rk_remote_open(ssh, host);
	if (!t->link)
		return rk_tool_say(t, RK_EXIT_FAIL, "%s: %s", host, strerror(errno));
	t->link->patience_ms = patience_ms;
	rk_view_begin(t);
	if (!rk_link_hello(t->link))
		return RK_EXIT_OK;
	sys = t->link->reply.sys;
	if (!is_local(host) && (sys == EPIPE || sys == ETIMEDOUT))
		return unreachable(t, host);
	code = rk_tool_refused(t, host);
	rk_robot_close(t, host);
	return code;
}

int rk_robot_open(struct rk_tool *t, const char *host)
{
	return rk_robot_reach(t, NULL, host, 0);
}
