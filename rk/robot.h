/* SPDX-License-Identifier: MIT */
/* A command's robot: this machine ("local") or a host that ssh reaches. */
#ifndef RK_ROBOT_H
#define RK_ROBOT_H

#include "tool.h"

/* Sets t->link, greeted. RK_EXIT_OK, or said in one line and an exit code. */
int rk_robot_open(struct rk_tool *t, const char *host);
void rk_robot_close(struct rk_tool *t, const char *host);

#endif
