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

struct rk_live {
	u16 *regs; /* per slot: live before the instruction */
	u64 *slots;
};

/* 64 slots of 8 bytes are one frame. */
RK_STATIC_ASSERT(RK_FRAME_BYTES == 512, "stack liveness is one 64-bit mask");

/* Results live in `a`; needs a program that rk_cfg_check() passed. */
void rk_live_build(struct rk_live *l, struct rk_arena *a, const struct rk_cfg *c);

#endif
