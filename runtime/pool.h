/* SPDX-License-Identifier: MIT */
/*
 * Map storage. The embedded profile cuts it out of one range reserved at start, the cloud profile
 * takes it from the heap; each profile's binary holds only its own functions. Load time only, under
 * the key lock. Storage is zeroed, 64-byte aligned, or aligned as asked (a power of two, at most a
 * page).
 */
#ifndef RK_POOL_H
#define RK_POOL_H

#include "runtime.h"

enum { RK_POOL_GRAIN = 64 };

#ifdef RK_PROFILE_CLOUD
int rk_pool_heap_init(struct rk_pool *p, size_t bytes);
void rk_pool_heap_fini(struct rk_pool *p);
void *rk_pool_heap_alloc(struct rk_pool *p, size_t bytes, size_t align);
void rk_pool_heap_free(struct rk_pool *p, void *mem, size_t bytes);
#define rk_pool_init rk_pool_heap_init
#define rk_pool_fini rk_pool_heap_fini
#define rk_pool_alloc rk_pool_heap_alloc
#define rk_pool_free rk_pool_heap_free
#else
int rk_pool_static_init(struct rk_pool *p, size_t bytes);
void rk_pool_static_fini(struct rk_pool *p);
void *rk_pool_static_alloc(struct rk_pool *p, size_t bytes, size_t align);
void rk_pool_static_free(struct rk_pool *p, void *mem, size_t bytes);
#define rk_pool_init rk_pool_static_init
#define rk_pool_fini rk_pool_static_fini
#define rk_pool_alloc rk_pool_static_alloc
#define rk_pool_free rk_pool_static_free
#endif

/* What an allocation takes out of pool and budget. */
static inline u64 rk_pool_charge(u64 bytes)
{
	return (bytes + RK_POOL_GRAIN - 1) & ~(u64)(RK_POOL_GRAIN - 1);
}

#endif
