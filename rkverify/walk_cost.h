/* SPDX-License-Identifier: MIT */
/* Costs of walks in the graph of states, saturating: rank.c's arithmetic. */
#ifndef RK_WALK_COST_H
#define RK_WALK_COST_H

#include "rk/types.h"

/*
 * The cost of a walk, and a bound on it by one map's size: fixed + each * entries. Of several walks
 * it is each part's largest, so that no size makes one of them cost more than the formula.
 */
struct rk_walk_cost {
	u64 whole, fixed, each;
};

static inline u64 rk_sat_add(u64 x, u64 y)
{
	return x + y < x ? U64_MAX : x + y;
}

static inline u64 rk_sat_mul(u64 x, u64 y)
{
	return y && x > U64_MAX / y ? U64_MAX : x * y;
}

static inline struct rk_walk_cost rk_cost_plus(struct rk_walk_cost a, struct rk_walk_cost b)
{
	return (struct rk_walk_cost){rk_sat_add(a.whole, b.whole), rk_sat_add(a.fixed, b.fixed),
		rk_sat_add(a.each, b.each)};
}

static inline struct rk_walk_cost rk_cost_plus_insns(struct rk_walk_cost a, u64 n)
{
	return rk_cost_plus(a, (struct rk_walk_cost){n, n, 0});
}

static inline struct rk_walk_cost rk_cost_times(u64 n, struct rk_walk_cost c)
{
	return (struct rk_walk_cost){
		rk_sat_mul(n, c.whole), rk_sat_mul(n, c.fixed), rk_sat_mul(n, c.each)};
}

static inline void rk_cost_raise(struct rk_walk_cost *most, struct rk_walk_cost c)
{
	most->whole = c.whole > most->whole ? c.whole : most->whole;
	most->fixed = c.fixed > most->fixed ? c.fixed : most->fixed;
	most->each = c.each > most->each ? c.each : most->each;
}

#endif
