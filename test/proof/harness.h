/* SPDX-License-Identifier: MIT */
/*
 * What a harness may say. Compiled with the domain's sources into one module, which rk-prove reads.
 * A ghost is one fixed unknown number, the same wherever it is named: the members that a proof is
 * about. A contract (cut_NAME) stands for a function that has been proved by itself: it returns
 * anything that the proved lemma allows.
 * A proof is put to the solver in parts, each claim by itself: one large question is far harder
 * than its parts.
 */
#ifndef RK_PROOF_HARNESS_H
#define RK_PROOF_HARNESS_H

#include "part.h"

u64 rk_any64(const char *name);
u32 rk_any32(const char *name);
u64 rk_ghost(int which) __attribute__((const));
void rk_assume(bool cond);
/* One part of what is to be proved, by itself; later ones may use it. */
void rk_claim(bool cond);
/* The number itself, of which the compiler knows nothing: a law must not be true to it already. */
u64 rk_same(u64 x) __attribute__((const));
/* The same, proved on each path by itself: for results that come from one of several places. */
void rk_claim_paths(bool cond);
/* The ghost is below n (claimed); every claim is proved for each of its values by itself. */
void rk_cases(u64 ghost, u64 n);
/* Perhaps true: where it can be proved, all that follows may use it. Else nothing is lost, and
 * those behind it up to the next first one are not tried: they are parts of one thing. */
void rk_try(bool cond, bool first);

/* Ghosts: members of the operands, the concrete result, and one number between. */
enum { X, Y, RESULT, MIDDLE, GHOSTS };

#endif
