/* SPDX-License-Identifier: MIT */
/*
 * Liveness: what an instruction's continuation within its function may still read. Two states that
 * agree on what is live behave alike, so the rest may be ignored in subsumption and dropped.
 *
 * regs: bit r is register r (r10 always). slots: bit k is the 8 bytes [-8(k+1), -8k) below this
 * frame's r10. Both are conservative: whatever may be read through a copy of r10 is live, at and
 * above the copy's offset where that is constant, else everywhere. The stack of a caller's frame,
 * while a callee runs, is what is live *before* the call instruction (a call that may receive a
 * stack pointer keeps every slot live); the caller's r6 to r9 are those live *after* it.
 * A subprogram's call uses the arguments that the callee may read; exits use r0.
 */
#ifndef RK_LIVE_H
#define RK_LIVE_H

#include "cfg.h"

struct rk_live_row {
	u64 slots; /* live before the instruction */
	u32 at;    /* its slot */
	u16 regs;
};

/* Only where states are stored: blocks' first instructions, calls, and what follows a call. */
struct rk_live {
	struct rk_live_row *rows; /* sorted by slot */
	u32 n;
};

/* At a slot without a row everything is live. */
struct rk_live_row rk_live_at(const struct rk_live *l, u32 slot);

/* 64 slots of 8 bytes are one frame. */
RK_STATIC_ASSERT(RK_FRAME_BYTES == 512, "stack liveness is one 64-bit mask");

/* Results live in `a`; needs a program that rk_cfg_check() passed. */
void rk_live_build(struct rk_live *l, struct rk_arena *a, const struct rk_cfg *c);
/* The same with a row for every slot. */
void rk_live_build_all(struct rk_live *l, struct rk_arena *a, const struct rk_cfg *c);

#endif
