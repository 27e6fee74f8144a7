/* SPDX-License-Identifier: MIT */
/*
 * Programs grown for the verifier: fragments about what is hard to prove (equal registers, checked
 * and masked indices, bytes of the stack, counters in memory, subprograms that get addresses). Most
 * are safe, some are not.
 */
#ifndef RK_CONFORMANCE_GROW_H
#define RK_CONFORMANCE_GROW_H

#include "choice.h"
#include "obj/prog.h"

void grow_program(struct rk_prog *p, struct rk_arena *a, struct choices *c);

#endif
