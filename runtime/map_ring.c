/* SPDX-License-Identifier: MIT */
/*
 * Ring buffer with Linux's record headers (u32 length with BUSY and DISCARD bits, u32 page offset),
 * for many producers and one consumer. Storage: the consumer's page, the producer's page, data. A
 * record that would wrap is preceded by a discarded one that fills the end, so records are
 * contiguous without mapping anything twice; one of at most half the buffer always fits an empty
 * buffer.
 *
 * The consumer page may be written by anyone who maps it: its position only ever makes a
 * reservation fail. No reservation overtakes a record that is still being written (pending), so
 * headers in use are never overwritten, whatever the consumer claims.
 */
#include "map.h"

static u64 ring_bytes(const struct rk_map_attr *a, u32 copies)
{
	u64 page = rk_plat_page(), n = a->max_entries;

	if (n & (n - 1) || n < page || n > 1u << 30)
		return 0;
	return 2 * page + n;
}

static void ring_init(struct rk_map *m)
{
	u64 page = rk_plat_page();

	m->ring.consumer = (u64 *)(void *)m->mem;
	m->ring.producer = (u64 *)(void *)(m->mem + page);
	m->ring.data = m->mem + 2 * page;
}

static u32 *header_at(const struct rk_map *m, u64 pos)
{
	return (u32 *)(void *)(m->ring.data + (pos & (m->attr.max_entries - 1)));
}

static u64 span_of(u32 len)
{
	return ((u64)(len & ~(RK_RING_BUSY | RK_RING_DISCARD)) + RK_RING_HDR + 7) & ~7ull;
}

static void header_set(const struct rk_map *m, u64 pos, u32 len)
{
	u32 *h = header_at(m, pos);

	h[1] = (u32)(((u8 *)h - m->mem) >> 12);
	__atomic_store_n(&h[0], len, __ATOMIC_RELAXED);
}

/* Step over records that are finished. */
static void pending_advance(struct rk_map *m)
{
	struct rk_ring *r = &m->ring;

	while (r->pending < r->at) {
		u32 len = __atomic_load_n(header_at(m, r->pending), __ATOMIC_RELAXED);

		if (len & RK_RING_BUSY)
			return;
		r->pending += span_of(len);
	}
}

/* Under the lock. */
static void *reserve(struct rk_map *m, u32 size)
{
	struct rk_ring *r = &m->ring;
	u64 cap = m->attr.max_entries, span = span_of(size), end;
	u64 cons = __atomic_load_n(r->consumer, __ATOMIC_ACQUIRE);
	u64 at = r->at, off = at & (cap - 1);
	u64 fill = off + span > cap ? cap - off : 0;

	pending_advance(m);
	end = at + fill + span;
	if (end - cons >= cap || end - r->pending >= cap)
		return NULL;
	if (fill)
		header_set(m, at, (u32)(fill - RK_RING_HDR) | RK_RING_DISCARD);
	header_set(m, at + fill, size | RK_RING_BUSY);
	r->at = end;
	__atomic_store_n(r->producer, end, __ATOMIC_RELEASE);
	return header_at(m, at + fill) + 2;
}

void *rk_ring_reserve(struct rk_map *m, u64 size)
{
	void *record = NULL;
	u64 flags;

	if (size < m->attr.max_entries && rk_plat_lock(&m->ring.lock, &flags)) {
		record = reserve(m, (u32)size);
		rk_plat_unlock(&m->ring.lock, flags);
	}
	if (!record)
		__atomic_add_fetch(&m->ring.drops, 1, __ATOMIC_RELAXED);
	return record;
}

void rk_ring_commit(struct rk_map *m, void *record, u64 flags, bool discard)
{
	u32 *h = (u32 *)record - 2;
	u32 len = __atomic_load_n(h, __ATOMIC_RELAXED) & ~RK_RING_BUSY;
	u64 cons, mask = m->attr.max_entries - 1;
	bool waits;

	/* The exchange orders the record before its header and the header before the position. */
	__atomic_exchange_n(h, discard ? len | RK_RING_DISCARD : len, __ATOMIC_SEQ_CST);
	cons = __atomic_load_n(m->ring.consumer, __ATOMIC_RELAXED) & mask;
	/* The reader waits at this record, or at the filler before the first one. */
	waits = cons == (u64)((u8 *)h - m->ring.data) || (u8 *)h == m->ring.data;
	if (flags & RK_RB_FORCE_WAKEUP || (waits && !(flags & RK_RB_NO_WAKEUP)))
		rk_plat_wake(m);
}

u64 rk_ring_query(const struct rk_map *m, u64 what)
{
	u64 cons = __atomic_load_n(m->ring.consumer, __ATOMIC_ACQUIRE);
	u64 prod = __atomic_load_n(m->ring.producer, __ATOMIC_ACQUIRE);

	switch (what) {
	case 0: return prod - cons;
	case 1: return m->attr.max_entries;
	case 2: return cons;
	case 3: return prod;
	default: return 0;
	}
}

/* The consumer in this process: it trusts the producer, who is the same core. */
const void *rk_ring_peek(struct rk_map *m, u32 *len)
{
	u64 prod = __atomic_load_n(m->ring.producer, __ATOMIC_ACQUIRE);
	u64 cons = __atomic_load_n(m->ring.consumer, __ATOMIC_RELAXED);

	while (cons < prod) {
		u32 *h = header_at(m, cons);
		u32 v = __atomic_load_n(h, __ATOMIC_ACQUIRE);

		if (v & RK_RING_BUSY)
			return NULL;
		if (!(v & RK_RING_DISCARD)) {
			*len = v;
			return h + 2;
		}
		cons += span_of(v);
		__atomic_store_n(m->ring.consumer, cons, __ATOMIC_SEQ_CST);
	}
	return NULL;
}

void rk_ring_release(struct rk_map *m)
{
	u64 cons = __atomic_load_n(m->ring.consumer, __ATOMIC_RELAXED);
	u32 len = __atomic_load_n(header_at(m, cons), __ATOMIC_RELAXED);

	__atomic_store_n(m->ring.consumer, cons + span_of(len), __ATOMIC_SEQ_CST);
}

u64 rk_ring_drops(const struct rk_map *m)
{
	return __atomic_load_n(&m->ring.drops, __ATOMIC_RELAXED);
}

static void *ring_lookup(struct rk_map *m, const void *key, u32 cpu)
{
	return NULL;
}

static int ring_update(struct rk_map *m, const void *key, const void *value, u64 flags, u32 cpu)
{
	return RK_EUNSUP;
}

static int ring_remove(struct rk_map *m, const void *key)
{
	return RK_EUNSUP;
}

static int ring_next(struct rk_map *m, const void *key, void *next)
{
	return RK_EUNSUP;
}

static u64 ring_extent(const struct rk_map *m)
{
	return 0;
}

const struct rk_map_ops rk_map_ops_RINGBUF = {
	.bytes = ring_bytes,
	.init = ring_init,
	.lookup = ring_lookup,
	.update = ring_update,
	.remove = ring_remove,
	.next = ring_next,
	.extent = ring_extent,
};
