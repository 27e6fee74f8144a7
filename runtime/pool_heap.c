/* SPDX-License-Identifier: MIT */
/* Map storage of the cloud profile: the heap. Only per-program budgets limit it. */
#include "pool.h"

int rk_pool_heap_init(struct rk_pool *p, size_t bytes)
{
	p->base = NULL;
	p->bitmap = NULL;
	p->size = ~(size_t)0;
	p->used = 0;
	return RK_OK;
}

void rk_pool_heap_fini(struct rk_pool *p)
{
	p->size = 0;
}

void *rk_pool_heap_alloc(struct rk_pool *p, size_t bytes, size_t align)
{
	void *mem = rk_plat_alloc(rk_pool_charge(bytes));

	if (mem)
		p->used += rk_pool_charge(bytes);
	return mem;
}

void rk_pool_heap_free(struct rk_pool *p, void *mem, size_t bytes)
{
	if (!mem)
		return;
	p->used -= rk_pool_charge(bytes);
	rk_plat_free(mem, rk_pool_charge(bytes));
}
