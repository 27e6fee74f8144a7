/* SPDX-License-Identifier: MIT */
/*
 * Map storage of the embedded profile: one range reserved at start, cut first-fit in grains of 64
 * bytes. A bit per grain says taken; nothing is written into free storage, so a program that wrote
 * through a stale pointer could not corrupt the allocator.
 */
#include "pool.h"

static bool taken(const struct rk_pool *p, size_t grain)
{
	return p->bitmap[grain / 64] >> (grain % 64) & 1;
}

static void mark(struct rk_pool *p, size_t first, size_t n, bool on)
{
	for (size_t i = first; i < first + n; i++) {
		if (on)
			p->bitmap[i / 64] |= 1ull << (i % 64);
		else
			p->bitmap[i / 64] &= ~(1ull << (i % 64));
	}
}

static size_t bitmap_bytes(size_t bytes)
{
	return (bytes / RK_POOL_GRAIN + 63) / 64 * sizeof(u64);
}

int rk_pool_static_init(struct rk_pool *p, size_t bytes)
{
	p->size = bytes & ~(size_t)(rk_plat_page() - 1);
	p->used = 0;
	p->base = NULL;
	p->bitmap = NULL;
	if (!p->size)
		return RK_EINPUT;
	p->base = rk_plat_alloc(p->size);
	p->bitmap = rk_plat_alloc(bitmap_bytes(p->size));
	if (p->base && p->bitmap)
		return RK_OK;
	rk_pool_static_fini(p);
	return RK_ENOMEM;
}

void rk_pool_static_fini(struct rk_pool *p)
{
	if (p->base)
		rk_plat_free(p->base, p->size);
	if (p->bitmap)
		rk_plat_free(p->bitmap, bitmap_bytes(p->size));
	p->base = NULL;
	p->bitmap = NULL;
	p->size = 0;
}

/* First grain of a free run of n that starts at a multiple of step, or the number of grains. */
static size_t find_run(const struct rk_pool *p, size_t n, size_t step)
{
	size_t total = p->size / RK_POOL_GRAIN, at = 0;

	while (n <= total && at <= total - n) {
		size_t len = 0;

		while (len < n && !taken(p, at + len))
			len++;
		if (len == n)
			return at;
		at = (at + len + step) / step * step;
	}
	return total;
}

void *rk_pool_static_alloc(struct rk_pool *p, size_t bytes, size_t align)
{
	size_t n = rk_pool_charge(bytes) / RK_POOL_GRAIN;
	size_t step = align > RK_POOL_GRAIN ? align / RK_POOL_GRAIN : 1;
	size_t at;

	if (!bytes || bytes > p->size)
		return NULL;
	at = find_run(p, n, step);
	if (at == p->size / RK_POOL_GRAIN)
		return NULL;
	mark(p, at, n, true);
	p->used += n * RK_POOL_GRAIN;
	__builtin_memset(p->base + at * RK_POOL_GRAIN, 0, n * RK_POOL_GRAIN);
	return p->base + at * RK_POOL_GRAIN;
}

void rk_pool_static_free(struct rk_pool *p, void *mem, size_t bytes)
{
	size_t n = rk_pool_charge(bytes) / RK_POOL_GRAIN;

	if (!mem)
		return;
	mark(p, (size_t)((u8 *)mem - p->base) / RK_POOL_GRAIN, n, false);
	p->used -= n * RK_POOL_GRAIN;
}
