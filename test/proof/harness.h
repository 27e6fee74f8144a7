/* SPDX-License-Identifier: MIT */
/*
 * What a harness may say. Compiled with the domain's sources into one module, which rk-prove reads.
 * A ghost is one fixed unknown number, the same wherever it is named: the members that a proof is
 * about. A contract (cut_NAME) stands for a function that has been proved by itself: it returns
 * anything that the proved lemma allows.
 */
#ifndef RK_PROOF_HARNESS_H
#define RK_PROOF_HARNESS_H

#include "part.h"

u64 rk_any64(const char *name);
u32 rk_any32(const char *name);
u64 rk_ghost(int which) __attribute__((const));
void rk_assume(bool cond);

/* Ghosts: members of the operands, the concrete result, and one number between. */
enum { X, Y, RESULT, MIDDLE, GHOSTS };

#endif
