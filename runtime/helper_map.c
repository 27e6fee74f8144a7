/* SPDX-License-Identifier: MIT */
/* Maps and ring buffers as programs see them. */
#include "helper.h"
#include "map.h"

RK_HELPER(map_lookup_elem)
{
	struct rk_map *m = rk_ptr(a1);

	return (u64)(uintptr_t)m->ops->lookup(m, rk_ptr(a2), env->cpu);
}

RK_HELPER(map_update_elem)
{
	struct rk_map *m = rk_ptr(a1);

	if (m->attr.flags & RK_MAP_F_RDONLY_PROG)
		return rk_fail(RK_L_EPERM);
	return rk_result(m->ops->update(m, rk_ptr(a2), rk_ptr(a3), a4, env->cpu));
}

RK_HELPER(map_delete_elem)
{
	struct rk_map *m = rk_ptr(a1);

	if (m->attr.flags & RK_MAP_F_RDONLY_PROG)
		return rk_fail(RK_L_EPERM);
	return rk_result(m->ops->remove(m, rk_ptr(a2)));
}

static void *ring_reserve(struct rk_map *m, u64 size, struct rk_env *env)
{
	void *record = rk_ring_reserve(m, size);
	u64 *drops = &((struct rk_program *)env->prog)->stats[env->cpu].drops;

	if (!record)
		__atomic_store_n(drops, *drops + 1, __ATOMIC_RELAXED);
	return record;
}

RK_HELPER(ringbuf_reserve)
{
	return a3 ? 0 : (u64)(uintptr_t)ring_reserve(rk_ptr(a1), a2, env);
}

/* The ring of a record: one of the program's own, which are few. */
static struct rk_map *ring_of(const struct rk_env *env, u64 record)
{
	for (u32 i = 0; i < env->n_maps; i++) {
		struct rk_map *m = env->maps[i].map;

		if (m->attr.type == RK_MAP_RINGBUF &&
			record - (u64)(uintptr_t)m->ring.data < m->attr.max_entries)
			return m;
	}
	return NULL;
}

static u64 ring_commit(u64 record, u64 flags, bool discard, const struct rk_env *env)
{
	struct rk_map *m = ring_of(env, record);

	if (m)
		rk_ring_commit(m, rk_ptr(record), flags, discard);
	return 0;
}

RK_HELPER(ringbuf_submit)
{
	return ring_commit(a1, a2, false, env);
}

RK_HELPER(ringbuf_discard)
{
	return ring_commit(a1, a2, true, env);
}

RK_HELPER(ringbuf_output)
{
	struct rk_map *m = rk_ptr(a1);
	void *record;

	if (a4 & ~(u64)(RK_RB_NO_WAKEUP | RK_RB_FORCE_WAKEUP))
		return rk_fail(RK_L_EINVAL);
	record = ring_reserve(m, a3, env);
	if (!record)
		return rk_fail(RK_L_EAGAIN);
	__builtin_memcpy(record, rk_ptr(a2), a3);
	rk_ring_commit(m, record, a4, false);
	return 0;
}

RK_HELPER(ringbuf_query)
{
	return rk_ring_query(rk_ptr(a1), a2);
}
