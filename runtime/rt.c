/* SPDX-License-Identifier: MIT */
/* A runtime's life: pool and limits. Keys and counters are the loader's (load.c). */
#include "pool.h"

int rk_rt_init(struct rk_rt *rt, size_t pool_bytes, size_t budget)
{
	int err;

	__builtin_memset(rt, 0, sizeof(*rt));
	rt->n_cpus = rk_plat_cpus();
	rt->budget = budget;
	rt->busy = rk_plat_alloc((size_t)rt->n_cpus * 64);
	if (!rt->busy)
		return RK_ENOMEM;
	err = rk_pool_init(&rt->pool, pool_bytes);
	if (err)
		rk_plat_free(rt->busy, (size_t)rt->n_cpus * 64);
	return err;
}

void rk_rt_fini(struct rk_rt *rt)
{
	rk_pool_fini(&rt->pool);
	rk_plat_free(rt->busy, (size_t)rt->n_cpus * 64);
}
