/* SPDX-License-Identifier: MIT */
/*
 * Hash tables, plain and per CPU. Compact: element numbers instead of pointers (16 bits wide up to
 * 65,534 elements), keys, values and chains in arrays of their own: 4.1 bytes per element beyond
 * keys and values.
 *
 * Writers hold the map's lock and make seq odd while chains change. Readers take no lock: they
 * walk, and walk again if seq moved. A stale walk is harmless: element numbers are always within
 * the arrays. No chain is longer than RK_HASH_CHAIN, which bounds every operation: an insertion
 * that would make it longer fails as in a full map. With a seeded hash and at most 4/3 elements per
 * bucket that takes keys chosen against the seed; the map then refuses them, and stays fast.
 */
#include "map.h"

enum { READ_TRIES = 2, NEXT_TURN = 128 };

static u32 link_get(const void *links, bool wide, u32 i)
{
	return wide ? __atomic_load_n((const u32 *)links + i, __ATOMIC_RELAXED)
		    : __atomic_load_n((const u16 *)links + i, __ATOMIC_RELAXED);
}

static void link_set(void *links, bool wide, u32 i, u32 to)
{
	if (wide)
		__atomic_store_n((u32 *)links + i, to, __ATOMIC_RELAXED);
	else
		__atomic_store_n((u16 *)links + i, (u16)to, __ATOMIC_RELAXED);
}

/* The largest power of two with at most 4/3 elements per bucket in a full table. */
static u32 buckets(u32 entries)
{
	u64 n = 1;

	while (n * 2 <= (u64)entries * 4 / 3)
		n *= 2;
	return (u32)n;
}

static bool is_wide(u32 entries)
{
	return entries > 0xfffe;
}

static u64 value_bytes(const struct rk_map_attr *a, u32 copies)
{
	return rk_map_stride(a->value_size) * a->max_entries * copies;
}

/* Keys are padded so that the links behind them are aligned. */
static u64 key_bytes(const struct rk_map_attr *a)
{
	return ((u64)a->key_size * a->max_entries + 7) & ~7ull;
}

static u64 hash_bytes(const struct rk_map_attr *a, u32 copies)
{
	u64 link = is_wide(a->max_entries) ? 4 : 2;
	u64 total;

	if (a->max_entries > 1u << 28)
		return 0;
	total = value_bytes(a, copies) + key_bytes(a);
	return total + link * ((u64)a->max_entries + buckets(a->max_entries));
}

static void hash_init(struct rk_map *m)
{
	struct rk_hash *h = &m->hash;
	u64 n = m->attr.max_entries;

	h->wide = is_wide(m->attr.max_entries);
	h->values = m->mem;
	h->keys = h->values + value_bytes(&m->attr, m->n_cpus);
	h->heads = h->keys + key_bytes(&m->attr);
	h->shift = 32 - (u32)__builtin_ctz(buckets(m->attr.max_entries));
	h->next = (u8 *)h->heads + (u64)buckets(m->attr.max_entries) * (h->wide ? 4 : 2);
	h->seed = (u32)(rk_plat_now_ns() * 0x9e3779b97f4a7c15ull >> 32) ^ (u32)n;
}

/* Multiplication moves every bit of the input into the top bits, which choose the bucket. */
static u64 mix(u64 x)
{
	return x * 0x9e3779b97f4a7c15ull;
}

static u64 mix_key(u64 x, const u8 *key, u32 n)
{
	u64 w;

	for (; n > 8; n -= 8, key += 8) {
		__builtin_memcpy(&w, key, 8);
		x = mix(x ^ w);
		x ^= x >> 32;
	}
	for (w = n; n; n--) /* with its length: a short tail is not one padded with zeros */
		w = w << 8 | *key++;
	return mix(x ^ w);
}

static u32 bucket_of(const struct rk_map *m, const u8 *key)
{
	u64 x = m->hash.seed;

	if (m->attr.key_size == 4) {
		u32 w;

		__builtin_memcpy(&w, key, 4);
		x = mix(x ^ w);
	} else if (m->attr.key_size == 8) {
		u64 w;

		__builtin_memcpy(&w, key, 8);
		x = mix(x ^ w);
	} else {
		x = mix_key(x, key, m->attr.key_size);
	}
	return (u32)(x >> 32 >> m->hash.shift);
}

/* `own` is the map's: aligned, and perhaps being written, so the usual sizes are read in one piece.
 */
static bool key_is(const u8 *own, const u8 *key, u32 n)
{
	if (n == 4) {
		u32 k;

		__builtin_memcpy(&k, key, 4);
		return __atomic_load_n((const u32 *)(const void *)own, __ATOMIC_RELAXED) == k;
	}
	if (n == 8) {
		u64 k;

		__builtin_memcpy(&k, key, 8);
		return __atomic_load_n((const u64 *)(const void *)own, __ATOMIC_RELAXED) == k;
	}
	return !__builtin_memcmp(own, key, n);
}

static void key_set(u8 *own, const u8 *key, u32 n)
{
	if (n == 4 || n == 8)
		rk_value_set(own, key, n);
	else
		__builtin_memcpy(own, key, n);
}

static u8 *key_of(const struct rk_map *m, u32 e)
{
	return m->hash.keys + (u64)(e - 1) * m->attr.key_size;
}

static u8 *value_of(const struct rk_map *m, u32 e, u32 cpu)
{
	u64 copy = m->n_cpus > 1 ? (u64)cpu * m->attr.max_entries : 0;

	return m->hash.values + (copy + e - 1) * m->stride;
}

/* Element with this key in this bucket, or 0. */
static u32 find(const struct rk_map *m, u32 bucket, const void *key)
{
	const struct rk_hash *h = &m->hash;
	u32 e = link_get(h->heads, h->wide, bucket);

	for (u32 steps = RK_HASH_CHAIN; e && steps; steps--) {
		if (key_is(key_of(m, e), key, m->attr.key_size))
			return e;
		e = link_get(h->next, h->wide, e - 1);
	}
	return 0;
}

/* False where seq moved meanwhile: the answer means nothing. */
static bool find_unlocked(const struct rk_map *m, u32 bucket, const void *key, u32 *e)
{
	u32 seq = __atomic_load_n(&m->hash.seq, __ATOMIC_ACQUIRE);

	if (seq & 1)
		return false;
	*e = find(m, bucket, key);
	__atomic_thread_fence(__ATOMIC_ACQUIRE);
	return __atomic_load_n(&m->hash.seq, __ATOMIC_RELAXED) == seq;
}

static void *hash_lookup(struct rk_map *m, const void *key, u32 cpu)
{
	u32 bucket = bucket_of(m, key), e = 0;
	u64 flags;

	for (int i = 0; i < READ_TRIES; i++)
		if (find_unlocked(m, bucket, key, &e))
			return e ? value_of(m, e, cpu) : NULL;
	/* Under the lock no writer is half way, unless it is what this run interrupted. */
	if (!rk_plat_lock(&m->hash.lock, &flags))
		return NULL;
	e = find(m, bucket, key);
	rk_plat_unlock(&m->hash.lock, flags);
	return e ? value_of(m, e, cpu) : NULL;
}

static void chains_begin(struct rk_hash *h)
{
	__atomic_store_n(&h->seq, h->seq + 1, __ATOMIC_RELAXED);
	__atomic_thread_fence(__ATOMIC_RELEASE);
}

static void chains_end(struct rk_hash *h)
{
	__atomic_store_n(&h->seq, h->seq + 1, __ATOMIC_RELEASE);
}

/* An unused element, or 0 where the map is full. */
static u32 take(struct rk_map *m)
{
	struct rk_hash *h = &m->hash;
	u32 e = h->free;

	if (e)
		h->free = link_get(h->next, h->wide, e - 1);
	else if (h->fresh < m->attr.max_entries)
		e = ++h->fresh;
	return e;
}

static bool chain_is_full(const struct rk_hash *h, u32 bucket)
{
	u32 e = link_get(h->heads, h->wide, bucket), n = 0;

	for (; e && n < RK_HASH_CHAIN; n++)
		e = link_get(h->next, h->wide, e - 1);
	return n == RK_HASH_CHAIN;
}

static int insert(struct rk_map *m, u32 bucket, const void *key, const void *value, u32 cpu)
{
	struct rk_hash *h = &m->hash;
	u32 e;

	if (chain_is_full(h, bucket))
		return RK_EFULL;
	chains_begin(h);
	e = take(m);
	if (e) {
		key_set(key_of(m, e), key, m->attr.key_size);
		for (u32 c = 0; c < m->n_cpus; c++)
			if (m->n_cpus > 1)
				__builtin_memset(value_of(m, e, c), 0, m->stride);
		rk_value_set(value_of(m, e, cpu), value, m->attr.value_size);
		link_set(h->next, h->wide, e - 1, link_get(h->heads, h->wide, bucket));
		link_set(h->heads, h->wide, bucket, e);
		h->count++;
	}
	chains_end(h);
	return e ? RK_OK : RK_EFULL;
}

static int hash_update(struct rk_map *m, const void *key, const void *value, u64 flags, u32 cpu)
{
	u32 bucket = bucket_of(m, key), e;
	int err = RK_OK;
	u64 irq;

	if (flags > RK_EXIST)
		return RK_EINPUT;
	if (!rk_plat_lock(&m->hash.lock, &irq))
		return RK_EBUSY;
	e = find(m, bucket, key);
	if (e && flags == RK_NOEXIST)
		err = RK_EEXIST;
	else if (!e && flags == RK_EXIST)
		err = RK_ENOENT;
	else if (e)
		rk_value_set(value_of(m, e, cpu), value, m->attr.value_size);
	else
		err = insert(m, bucket, key, value, cpu);
	rk_plat_unlock(&m->hash.lock, irq);
	return err;
}

/* e is in the bucket's chain. */
static void unlink_element(struct rk_map *m, u32 bucket, u32 e)
{
	struct rk_hash *h = &m->hash;
	u32 after = link_get(h->next, h->wide, e - 1);
	u32 at = link_get(h->heads, h->wide, bucket);

	chains_begin(h);
	if (at == e) {
		link_set(h->heads, h->wide, bucket, after);
	} else {
		u32 follow;

		while ((follow = link_get(h->next, h->wide, at - 1)) != e)
			at = follow;
		link_set(h->next, h->wide, at - 1, after);
	}
	link_set(h->next, h->wide, e - 1, h->free);
	h->free = e;
	h->count--;
	chains_end(h);
}

static int hash_remove(struct rk_map *m, const void *key)
{
	u32 bucket = bucket_of(m, key), e;
	u64 irq;

	if (!rk_plat_lock(&m->hash.lock, &irq))
		return RK_EBUSY;
	e = find(m, bucket, key);
	if (e)
		unlink_element(m, bucket, e);
	rk_plat_unlock(&m->hash.lock, irq);
	return e ? RK_OK : RK_ENOENT;
}

/* The first element from e on that is in a chain; 0: there is none up to `end`. A deleted element
 * keeps its old key, but no chain leads to it. Under the lock. */
static u32 first_used(const struct rk_map *m, u32 e, u32 end)
{
	for (; e <= end; e++) {
		const u8 *k = key_of(m, e);

		if (find(m, bucket_of(m, k), k) == e)
			return e;
	}
	return 0;
}

/*
 * In element order, which insertions and deletions of other keys do not change. The lock is given
 * back every NEXT_TURN elements: a table may have been emptied, and interrupts are off under it.
 */
static int hash_next(struct rk_map *m, const void *key, void *next)
{
	struct rk_hash *h = &m->hash;
	u32 e = 0, end, found;
	u64 irq;

	do {
		if (!rk_plat_lock(&h->lock, &irq))
			return RK_EBUSY;
		if (key) /* a key that is gone: from the start, as Linux */
			e = find(m, bucket_of(m, key), key);
		key = NULL;
		end = h->fresh - e < NEXT_TURN ? h->fresh : e + NEXT_TURN;
		found = first_used(m, e + 1, end);
		if (found)
			__builtin_memcpy(next, key_of(m, found), m->attr.key_size);
		e = end;
		end = h->fresh;
		rk_plat_unlock(&h->lock, irq);
	} while (!found && e < end);
	return found ? RK_OK : RK_ENOENT;
}

static u64 hash_extent(const struct rk_map *m)
{
	return value_bytes(&m->attr, m->n_cpus);
}

#define HASH_OPS                                                                                   \
	{                                                                                          \
		.bytes = hash_bytes,                                                               \
		.init = hash_init,                                                                 \
		.lookup = hash_lookup,                                                             \
		.update = hash_update,                                                             \
		.remove = hash_remove,                                                             \
		.next = hash_next,                                                                 \
		.extent = hash_extent,                                                             \
	}

const struct rk_map_ops rk_map_ops_HASH = HASH_OPS;
const struct rk_map_ops rk_map_ops_PERCPU_HASH = HASH_OPS;
