/* SPDX-License-Identifier: MIT */
/*
 * What all map types share: the rules of map.def, storage, and copying access for user space. Types
 * differ behind struct rk_map_ops.
 */
#include "map.h"
#include "pool.h"

#define OPS_RUN(name) &rk_map_ops_##name
#define OPS_VERIFY(name) NULL

static const struct {
	u32 type;
	const struct rk_map_ops *ops;
} types[] = {
#define MAP_TYPE(name, id, run, key, value, flags, profile, version, doc) {id, OPS_##run(name)},
#include "rk/map.def"
#undef MAP_TYPE
};

enum {
	MAX_KEY = 512,
	MAX_VALUE = 1 << 24,
	KNOWN_FLAGS = RK_MAP_F_NO_PREALLOC | RK_MAP_F_RDONLY_PROG | RK_MAP_F_MMAPABLE,
};

const struct rk_map_ops *rk_map_ops_of(u32 type)
{
	for (size_t i = 0; i < RK_ARRAY_SIZE(types); i++)
		if (types[i].type == type)
			return types[i].ops;
	return NULL;
}

static bool size_ok(u8 rule, u32 size, u32 max)
{
	switch (rule) {
	case RK_KEY_U32: return size == 4;
	case RK_KEY_NONE: return size == 0;
	default: return size >= 1 && size <= max;
	}
}

static u32 copies(const struct rk_rt *rt, const struct rk_map_row *row)
{
	return row->flags & RK_MAPF_PERCPU ? rt->n_cpus : 1;
}

static void attr_of(struct rk_map_attr *a, const struct rkb_map *def)
{
	__builtin_memcpy(a->name, def->name, RK_MAX_NAME - 1);
	a->name[RK_MAX_NAME - 1] = 0;
	a->type = def->type;
	a->key_size = def->key_size;
	a->value_size = def->value_size;
	a->max_entries = def->max_entries;
	a->flags = def->flags;
}

int rk_map_check(const struct rk_rt *rt, const struct rkb_map *def, u64 *bytes, const char **why)
{
	const struct rk_map_row *row = rk_map_row(def->type);
	const struct rk_map_ops *ops = rk_map_ops_of(def->type);
	struct rk_map_attr a;

	*why = "map type is not available in this runtime";
	if (!row || !ops)
		return RK_EIMPORT;
#ifndef RK_PROFILE_CLOUD
	if (row->cloud_only)
		return RK_EIMPORT;
#endif
	*why = "map key size does not suit its type";
	if (!size_ok(row->key_rule, def->key_size, MAX_KEY))
		return RK_EINPUT;
	*why = "map value size does not suit its type";
	if (!size_ok(row->value_rule, def->value_size, MAX_VALUE))
		return RK_EINPUT;
	*why = "map has unknown flags";
	if (def->flags & ~(u32)KNOWN_FLAGS)
		return RK_EINPUT;
	*why = "map scope is unknown";
	if (def->scope != RKB_SCOPE_PROGRAM && def->scope != RKB_SCOPE_GLOBAL)
		return RK_EINPUT;
	attr_of(&a, def);
	*why = "map has no entries, or a size its type cannot have";
	*bytes = def->max_entries ? ops->bytes(&a, copies(rt, row)) : 0;
	return *bytes ? RK_OK : RK_EINPUT;
}

struct rk_map *rk_map_new(struct rk_rt *rt, const struct rkb_map *def)
{
	const struct rk_map_ops *ops = rk_map_ops_of(def->type);
	struct rk_map *m = rk_pool_alloc(&rt->pool, sizeof(*m), RK_POOL_GRAIN);

	if (!m)
		return NULL;
	attr_of(&m->attr, def);
	m->ops = ops;
	m->refs = 1;
	m->n_cpus = copies(rt, rk_map_row(def->type));
	m->stride = (u32)rk_map_stride(def->value_size);
	m->scope = (u8)def->scope;
	m->has_init = def->data_size != 0;
	__builtin_memcpy(m->layout_hash, def->layout_hash, sizeof(m->layout_hash));
	m->mem_bytes = ops->bytes(&m->attr, m->n_cpus);
	m->mem = rk_pool_alloc(&rt->pool, m->mem_bytes,
		def->type == RK_MAP_RINGBUF ? rk_plat_page() : RK_POOL_GRAIN);
	if (!m->mem) {
		rk_pool_free(&rt->pool, m, sizeof(*m));
		return NULL;
	}
	ops->init(m);
	return m;
}

void rk_map_free(struct rk_rt *rt, struct rk_map *m)
{
	rk_pool_free(&rt->pool, m->mem, m->mem_bytes);
	rk_pool_free(&rt->pool, m, sizeof(*m));
}

u64 rk_map_charge(const struct rk_map *m)
{
	return rk_pool_charge(sizeof(*m)) + rk_pool_charge(m->mem_bytes);
}

u8 *rk_map_base(const struct rk_map *m, u32 cpu)
{
	u64 copy = (u64)m->stride * m->attr.max_entries;

	if (!(rk_map_row(m->attr.type)->flags & RK_MAPF_INLINE))
		return NULL;
	return m->mem + (m->n_cpus > 1 ? cpu : 0) * copy;
}

void rk_value_set(void *dst, const void *src, u32 n)
{
	u8 *d = dst;
	const u8 *s = src;

	for (; n >= 8; n -= 8, d += 8, s += 8) {
		u64 w;

		__builtin_memcpy(&w, s, 8);
		__atomic_store_n((u64 *)(void *)d, w, __ATOMIC_RELAXED);
	}
	if (n & 4) {
		u32 w;

		__builtin_memcpy(&w, s, 4);
		__atomic_store_n((u32 *)(void *)d, w, __ATOMIC_RELAXED);
		d += 4;
		s += 4;
	}
	for (n &= 3; n; n--)
		*d++ = *s++;
}

void rk_value_get(void *dst, const void *src, u32 n)
{
	u8 *d = dst;
	const u8 *s = src;

	for (; n >= 8; n -= 8, d += 8, s += 8) {
		u64 w = __atomic_load_n((const u64 *)(const void *)s, __ATOMIC_RELAXED);

		__builtin_memcpy(d, &w, 8);
	}
	__builtin_memcpy(d, s, n);
}

const struct rk_map_attr *rk_map_attr(const struct rk_map *m)
{
	return &m->attr;
}

int rk_map_read(struct rk_map *m, const void *key, void *value, u32 cpu)
{
	const void *p;

	if (cpu >= m->n_cpus && m->n_cpus > 1)
		return RK_EINPUT;
	p = m->ops->lookup(m, key, cpu);
	if (!p)
		return RK_ENOENT;
	rk_value_get(value, p, m->attr.value_size);
	return RK_OK;
}

int rk_map_write(struct rk_map *m, const void *key, const void *value, u64 flags, u32 cpu)
{
	if (cpu >= m->n_cpus && m->n_cpus > 1)
		return RK_EINPUT;
	return m->ops->update(m, key, value, flags, cpu);
}

int rk_map_remove(struct rk_map *m, const void *key)
{
	return m->ops->remove(m, key);
}

int rk_map_next(struct rk_map *m, const void *key, void *next)
{
	return m->ops->next(m, key, next);
}

bool rk_map_owns(const struct rk_map *m, const void *p, size_t n, bool write)
{
	u64 at = (u64)(uintptr_t)p - (u64)(uintptr_t)m->mem;

	if (write && m->attr.flags & RK_MAP_F_RDONLY_PROG)
		return false;
	if (at >= m->ops->extent(m))
		return false;
	at %= m->stride; /* an access must stay within one value */
	return at < m->attr.value_size && n <= m->attr.value_size - at;
}
