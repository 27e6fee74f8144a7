/* SPDX-License-Identifier: MIT */
/* Queues and stacks. Elements are copied in and out under the map's lock; programs hold no
 * pointers. */
#include "map.h"

static u64 queue_bytes(const struct rk_map_attr *a, u32 copies)
{
	u64 n = rk_map_stride(a->value_size) * a->max_entries;

	return n > 1ull << 40 ? 0 : n;
}

static void queue_init(struct rk_map *m)
{
}

static u8 *element(const struct rk_map *m, u32 from_head)
{
	u64 i = (u64)m->queue.head + from_head;

	return m->mem + i % m->attr.max_entries * m->stride;
}

static bool is_stack(const struct rk_map *m)
{
	return m->attr.type == RK_MAP_STACK;
}

static void drop_oldest(struct rk_queue *q, u32 max)
{
	q->head = q->head + 1 == max ? 0 : q->head + 1;
	q->count--;
}

int rk_queue_push(struct rk_map *m, const void *value, u64 flags)
{
	struct rk_queue *q = &m->queue;
	int err = RK_OK;
	u64 irq;

	if (flags != RK_ANY && flags != RK_EXIST)
		return RK_EINPUT;
	if (!rk_plat_lock(&q->lock, &irq))
		return RK_EBUSY;
	if (q->count == m->attr.max_entries && flags == RK_EXIST)
		drop_oldest(q, m->attr.max_entries);
	if (q->count == m->attr.max_entries)
		err = RK_EFULL;
	else
		rk_value_set(element(m, q->count++), value, m->attr.value_size);
	rk_plat_unlock(&q->lock, irq);
	return err;
}

int rk_queue_pop(struct rk_map *m, void *value, bool take)
{
	struct rk_queue *q = &m->queue;
	int err = RK_ENOENT;
	u64 irq;

	__builtin_memset(value, 0, m->attr.value_size);
	if (!rk_plat_lock(&q->lock, &irq))
		return RK_EBUSY;
	if (q->count) {
		u32 at = is_stack(m) ? q->count - 1 : 0;

		rk_value_get(value, element(m, at), m->attr.value_size);
		if (take && is_stack(m))
			q->count--;
		else if (take)
			drop_oldest(q, m->attr.max_entries);
		err = RK_OK;
	}
	rk_plat_unlock(&q->lock, irq);
	return err;
}

u32 rk_queue_count(const struct rk_map *m)
{
	return __atomic_load_n(&m->queue.count, __ATOMIC_RELAXED);
}

/* For user space, as Linux: lookup shows the next element, update appends. */
static void *queue_lookup(struct rk_map *m, const void *key, u32 cpu)
{
	u32 n = m->queue.count;

	return n ? element(m, is_stack(m) ? n - 1 : 0) : NULL;
}

static int queue_update(struct rk_map *m, const void *key, const void *value, u64 flags, u32 cpu)
{
	return rk_queue_push(m, value, flags);
}

static int queue_remove(struct rk_map *m, const void *key)
{
	return RK_EUNSUP;
}

static int queue_next(struct rk_map *m, const void *key, void *next)
{
	return RK_EUNSUP;
}

static u64 queue_extent(const struct rk_map *m)
{
	return 0;
}

#define QUEUE_OPS                                                                                  \
	{                                                                                          \
		.bytes = queue_bytes,                                                              \
		.init = queue_init,                                                                \
		.lookup = queue_lookup,                                                            \
		.update = queue_update,                                                            \
		.remove = queue_remove,                                                            \
		.next = queue_next,                                                                \
		.extent = queue_extent,                                                            \
	}

const struct rk_map_ops rk_map_ops_QUEUE = QUEUE_OPS;
const struct rk_map_ops rk_map_ops_STACK = QUEUE_OPS;
