/* SPDX-License-Identifier: MIT */
/*
 * Time series: one circle of samples for all keys of the map, so that its size is its whole cost. A
 * sample is its time, its value and its key, each padded to 8 bytes. A query walks from the newest
 * sample back and stops at the first one that is older than the window.
 */
#include "map.h"

static u32 sample_bytes(const struct rk_map_attr *a)
{
	return 8 + (u32)rk_map_stride(a->value_size) + (u32)rk_map_stride(a->key_size);
}

static u64 series_bytes(const struct rk_map_attr *a, u32 copies)
{
	u64 n = (u64)sample_bytes(a) * a->max_entries;

	return n > 1ull << 40 ? 0 : n;
}

static void series_init(struct rk_map *m)
{
}

static u8 *slot(const struct rk_map *m, u64 number)
{
	return m->mem + number % m->attr.max_entries * sample_bytes(&m->attr);
}

static u8 *value_of(u8 *sample)
{
	return sample + 8;
}

static u8 *key_of(const struct rk_map *m, u8 *sample)
{
	return sample + 8 + m->stride;
}

static u64 time_of(const u8 *sample)
{
	return *(const u64 *)(const void *)sample;
}

static bool has_key(const struct rk_map *m, u8 *sample, const void *key)
{
	return !__builtin_memcmp(key_of(m, sample), key, m->attr.key_size);
}

/* Number of the oldest sample kept. */
static u64 oldest(const struct rk_map *m)
{
	u64 n = m->series.pushed;

	return n > m->attr.max_entries ? n - m->attr.max_entries : 0;
}

int rk_series_push(struct rk_map *m, const void *key, const void *value, u64 now)
{
	u64 irq;
	u8 *s;

	if (!rk_plat_lock(&m->series.lock, &irq))
		return RK_EBUSY;
	s = slot(m, m->series.pushed++);
	*(u64 *)(void *)s = now;
	rk_value_set(value_of(s), value, m->attr.value_size);
	__builtin_memcpy(key_of(m, s), key, m->attr.key_size);
	rk_plat_unlock(&m->series.lock, irq);
	return RK_OK;
}

/* Under the lock: copy matching samples, newest first; bytes written. */
static u64 collect(const struct rk_map *m, const void *key, u64 since, u8 *out, u64 size)
{
	u32 step = 8 + m->stride;
	u64 at = 0;

	for (u64 n = m->series.pushed; n > oldest(m) && size - at >= step; n--) {
		u8 *s = slot(m, n - 1);

		if (time_of(s) < since)
			break;
		if (!has_key(m, s, key))
			continue;
		__builtin_memcpy(out + at, s, step);
		at += step;
	}
	return at;
}

int rk_series_query(struct rk_map *m, const void *key, u64 window_ns, u64 now, void *out, u64 size)
{
	u64 since = window_ns < now ? now - window_ns : 0, done;
	u64 irq;

	if (!rk_plat_lock(&m->series.lock, &irq)) {
		__builtin_memset(out, 0, size);
		return RK_EBUSY;
	}
	done = collect(m, key, since, out, size);
	rk_plat_unlock(&m->series.lock, irq);
	__builtin_memset((u8 *)out + done, 0, size - done);
	return (int)(done / (8 + m->stride));
}

/* Number of the newest sample of a key plus one, 0 where there is none. */
static u64 newest(const struct rk_map *m, const void *key)
{
	for (u64 n = m->series.pushed; n > oldest(m); n--)
		if (has_key(m, slot(m, n - 1), key))
			return n;
	return 0;
}

/* For user space: a key's newest value; keys from the one sampled last. */
static void *series_lookup(struct rk_map *m, const void *key, u32 cpu)
{
	u64 n = newest(m, key);

	return n ? value_of(slot(m, n - 1)) : NULL;
}

static int series_update(struct rk_map *m, const void *key, const void *value, u64 flags, u32 cpu)
{
	return RK_EUNSUP; /* a sample has a time, which only a program's push gives it */
}

static int series_remove(struct rk_map *m, const void *key)
{
	return RK_EUNSUP;
}

static int series_next(struct rk_map *m, const void *key, void *next)
{
	u64 n = key ? newest(m, key) : m->series.pushed + 1;

	while (n > oldest(m) + 1) {
		u8 *k = key_of(m, slot(m, n - 2));

		n--;
		if (newest(m, k) != n)
			continue; /* seen already, with a newer sample */
		__builtin_memcpy(next, k, m->attr.key_size);
		return RK_OK;
	}
	return RK_ENOENT;
}

static u64 series_extent(const struct rk_map *m)
{
	return 0;
}

const struct rk_map_ops rk_map_ops_TIMESERIES = {
	.bytes = series_bytes,
	.init = series_init,
	.lookup = series_lookup,
	.update = series_update,
	.remove = series_remove,
	.next = series_next,
	.extent = series_extent,
};
