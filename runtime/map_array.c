/* SPDX-License-Identifier: MIT */
/*
 * Arrays, plain and per CPU. Element i of a CPU's copy lies at base + i * stride: compiled code
 * inlines that, so the layout is part of the contract (map.def version).
 */
#include "map.h"

static u64 array_bytes(const struct rk_map_attr *a, u32 copies)
{
	u64 one = rk_map_stride(a->value_size) * a->max_entries; /* < 2^25 * 2^32: no overflow */

	return one > (1ull << 40) ? 0 : one * copies;
}

static void array_init(struct rk_map *m)
{
}

static u64 array_extent(const struct rk_map *m)
{
	return m->mem_bytes;
}

static void *array_lookup(struct rk_map *m, const void *key, u32 cpu)
{
	u64 copy = m->n_cpus > 1 ? (u64)m->attr.max_entries * cpu : 0;
	u32 i;

	__builtin_memcpy(&i, key, sizeof(i));
	return i < m->attr.max_entries ? m->mem + (copy + i) * m->stride : NULL;
}

static int array_update(struct rk_map *m, const void *key, const void *value, u64 flags, u32 cpu)
{
	void *p = array_lookup(m, key, cpu);

	if (flags > RK_EXIST)
		return RK_EINPUT;
	if (!p)
		return RK_ETOOBIG;
	if (flags == RK_NOEXIST)
		return RK_EEXIST;
	rk_value_set(p, value, m->attr.value_size);
	return RK_OK;
}

static int array_remove(struct rk_map *m, const void *key)
{
	return RK_EINPUT;
}

static int array_next(struct rk_map *m, const void *key, void *next)
{
	u32 i = ~0u;

	if (key)
		__builtin_memcpy(&i, key, sizeof(i));
	if (key && i == m->attr.max_entries - 1)
		return RK_ENOENT;
	i = key && i < m->attr.max_entries ? i + 1 : 0;
	__builtin_memcpy(next, &i, sizeof(i));
	return RK_OK;
}

#define ARRAY_OPS                                                                                  \
	{                                                                                          \
		.bytes = array_bytes,                                                              \
		.init = array_init,                                                                \
		.lookup = array_lookup,                                                            \
		.update = array_update,                                                            \
		.remove = array_remove,                                                            \
		.next = array_next,                                                                \
		.extent = array_extent,                                                            \
	}

const struct rk_map_ops rk_map_ops_ARRAY = ARRAY_OPS;
const struct rk_map_ops rk_map_ops_PERCPU_ARRAY = ARRAY_OPS;
