/* SPDX-License-Identifier: MIT */
/*
 * What a machine has, as lines "name value" (rk/agent/facts.c says which): from its agent, and,
 * where there is none, the little that a shell can tell. Foreign text, held without control
 * characters.
 */
#ifndef RK_FINDINGS_H
#define RK_FINDINGS_H

#include "obj/arena.h"
#include "robot.h"
#include "shell.h"

struct rk_findings {
	struct rk_arena *a;
	char **line;
	size_t n, room;
	bool agent; /* an agent of our version said them */
};

/* The value behind the i-th line of this name, NULL: there are not so many. */
const char *rk_finding(const struct rk_findings *f, const char *name, size_t i);
/* The same as a number; `none` where there is no such line. */
u64 rk_finding_number(const struct rk_findings *f, const char *name, u64 none);
bool rk_finding_is(const struct rk_findings *f, const char *name, const char *value);
void rk_finding_add(struct rk_findings *f, const char *fmt, ...)
	__attribute__((format(printf, 2, 3)));

/* Records of a list, in order; `take` may see any bytes. 0, or -1 with l->reply filled. */
int rk_listing(struct rk_link *l, u32 what, const char *pattern,
	void (*take)(void *arg, const char *bytes, size_t n), void *arg);

/* Asks the agent and, through it, the module; adds what it says. 0, or -1 with l->reply filled. */
int rk_findings_ask(struct rk_findings *f, struct rk_link *l);
/* Asks a shell. Its exit status; 255: not reached. */
int rk_findings_shell(struct rk_findings *f, struct rk_shell *s);
/* Either: RK_EXIT_OK, or said for `cmd` and an exit code. `f` begins zeroed but for f->a. */
int rk_findings_take(struct rk_findings *f, const char *cmd, const char *host);

#endif
