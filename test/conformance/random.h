/* SPDX-License-Identifier: MIT */
/* Random programs: the interpreter and compiled code must agree on results and on memory. */
#ifndef RK_CONFORMANCE_RANDOM_H
#define RK_CONFORMANCE_RANDOM_H

#include "engine.h"

/*
 * `count` programs from `seed`, each run on several memories by the interpreter and by `e`. Prints
 * every disagreement and a summary; 0 where there is none. With `verified`, each program is first
 * verified, and what is accepted is compiled with the facts.
 */
int random_compare(struct engine *e, u64 seed, u32 count, bool verified);

#endif
