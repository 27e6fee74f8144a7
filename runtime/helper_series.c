/* SPDX-License-Identifier: MIT */
/* Queues, stacks and time series as programs see them. */
#include "helper.h"
#include "map.h"

RK_HELPER(map_push_elem)
{
	return rk_result(rk_queue_push(rk_ptr(a1), rk_ptr(a2), a3));
}

RK_HELPER(map_pop_elem)
{
	return rk_result(rk_queue_pop(rk_ptr(a1), rk_ptr(a2), true));
}

RK_HELPER(map_peek_elem)
{
	return rk_result(rk_queue_pop(rk_ptr(a1), rk_ptr(a2), false));
}

static u64 now(const struct rk_env *env)
{
	const struct rk_world *w = rk_env_world(env);

	return w->now_ns ? w->now_ns(w->data) : rk_plat_now_ns();
}

RK_HELPER(timeseries_push)
{
	return rk_result(rk_series_push(rk_ptr(a1), rk_ptr(a2), rk_ptr(a3), now(env)));
}

RK_HELPER(timeseries_query)
{
	int n = rk_series_query(rk_ptr(a1), rk_ptr(a2), a3, now(env), rk_ptr(a4), a5);

	return n < 0 ? rk_result(n) : (u64)n;
}
