/* SPDX-License-Identifier: MIT */
/*
 * A few lines at the bottom of a terminal that say where each host is. Off where stderr is no
 * terminal. Whoever prints something else clears them first.
 */
#ifndef RK_PROGRESS_H
#define RK_PROGRESS_H

#include "fleet.h"

struct rk_progress {
	bool on;
	u32 drawn; /* lines on the screen now */
	u32 lines; /* of the picture that is being drawn */
	u32 width, height;
};

void rk_progress_init(struct rk_progress *p);
void rk_progress_line(struct rk_progress *p, const char *host, const struct rk_phase *phase);
/* The picture is complete. */
void rk_progress_end(struct rk_progress *p, u32 done, u32 failed, u32 n);
void rk_progress_clear(struct rk_progress *p);

#endif
