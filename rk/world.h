/* SPDX-License-Identifier: MIT */
/*
 * A simulated robot for `rk run`: outputs remember what they were set to and say so, sensors return
 * the newest event, time is the event's during a replay.
 */
#ifndef RK_WORLD_H
#define RK_WORLD_H

#include "print.h"
#include "runtime.h"

enum { RK_SIM_SLOTS = 64 };

struct rk_sim {
	struct rk_print *out;
	bool replay;
	u64 now_ns;  /* replay: the event's time */
	u32 stopped; /* outputs in their safe state */
	u64 stops;
	struct rk_sim_slot {
		u8 kind; /* 0: unused, 'g' GPIO line, 'p' PWM duty, 'i' IIO sample, 't' sensor time
			  */
		u32 a, b;
		u64 value;
	} slots[RK_SIM_SLOTS];
};

void rk_sim_world(struct rk_sim *sim, struct rk_world *world);
/* Before each event: the clock, and sensor state that helpers can ask for. */
void rk_sim_event(struct rk_sim *sim, u8 hook, const void *ctx, u64 time_ns);

#endif
