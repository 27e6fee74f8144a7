/* SPDX-License-Identifier: MIT */
/*
 * Many hosts at once: a child process for each, so that a host that hangs holds up nobody. The
 * parent passes on what the children print, line by line, and shows on a terminal where each of
 * them is. It owns the children: none is left when rk_fleet_run() returns.
 */
#ifndef RK_FLEET_H
#define RK_FLEET_H

#include "exit.h"
#include "rk/types.h"

/* Where a visit is; shared between a child, which writes, and its parent. */
struct rk_phase {
	const char *_Atomic what; /* a literal */
	_Atomic u64 until_ms;     /* monotonic time at which it ends, 0: not known */
};

struct rk_fleet {
	const char *cmd; /* for messages */
	char **host;
	u32 n;
	u32 canary;   /* so many are the first batch; where one of them fails that is the end */
	u32 batch;    /* then so many at a time, 0: all that are left */
	u32 at_once;  /* of a batch */
	u32 max_fail; /* with more failures no host is begun */
	/* In the child: an exit code. */
	int (*visit)(const void *arg, const char *host, struct rk_phase *phase);
	const void *arg;
};

struct rk_fleet_sum {
	u32 done, failed;
	int code; /* that of all that failed, or RK_EXIT_FAIL where they differ; RK_EXIT_OK */
	bool interrupted;
};

/* RK_OK, or RK_ENOMEM; `sum` is filled. */
int rk_fleet_run(const struct rk_fleet *f, struct rk_fleet_sum *sum);

/* In the child. */
void rk_phase_set(struct rk_phase *p, const char *what, u64 ms);
u64 rk_now_ms(void);

#endif
