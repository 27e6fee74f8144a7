/* SPDX-License-Identifier: MIT */
/* A command's robot: this machine ("local") or a host that ssh reaches. */
#ifndef RK_ROBOT_H
#define RK_ROBOT_H

#include "ssh.h"
#include "tool.h"

/* Sets t->link, greeted. RK_EXIT_OK, or said in one line and an exit code. */
int rk_robot_open(struct rk_tool *t, const char *host);
/* The same with connections of one run, and an answer to each request within patience_ms. */
int rk_robot_reach(struct rk_tool *t, const struct rk_ssh *ssh, const char *host, int patience_ms);
void rk_robot_close(struct rk_tool *t, const char *host);

#endif
