/* SPDX-License-Identifier: MIT */
/* The worst case in time, and the hook's limit on it. */
#ifndef RK_COST_H
#define RK_COST_H

#include "an.h"

/* Estimated time of n instructions on a core, NULL for the default; saturates. */
u64 rk_cost_ns(const char *core, u64 insns);
/* What trace_printk costs besides, called now: unless its format is constant, three strings. */
u64 rk_strings_cost(const struct rk_an *a, u32 helper);
/* Fill out->worst_ns and compare with the limit; false: COST was reported. */
bool rk_cost_check(struct rk_an *a, struct rk_result *out);

#endif
