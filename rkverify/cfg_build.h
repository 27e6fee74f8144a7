/* SPDX-License-Identifier: MIT */
/* The steps of rk_cfg_build() that have files of their own. Private to cfg.c, dom.c and forest.c.
 */
#ifndef RK_CFG_BUILD_H
#define RK_CFG_BUILD_H

#include "cfg.h"

static inline u32 rk_block_succ(const struct rk_block *b, int k)
{
	return k ? b->next : b->taken;
}

/* later.c: fills c->later, where the program has such calls. */
void rk_cfg_later(struct rk_cfg *c, struct rk_arena *a, struct rk_arena *tmp);
void rk_cfg_loops(struct rk_cfg *c, struct rk_arena *a, struct rk_arena *tmp);

#endif
