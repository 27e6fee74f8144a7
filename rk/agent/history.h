/* SPDX-License-Identifier: MIT */
/*
 * What a robot remembers of programs that came and went: the file `history` of its folder, at most
 * HISTORY_MOST records of struct rk_past, oldest first. A record is there whole or not at all.
 * Where it cannot be written that is said on stderr, and what it is about goes on.
 */
#ifndef RK_HISTORY_H
#define RK_HISTORY_H

#include "agent.h"

/* Of the program `id`, which must still be loaded; why may be NULL. errno is kept. */
void rk_history_note(struct rk_agent *a, u32 id, enum rk_past_result result, const char *why);

#endif
