/* SPDX-License-Identifier: MIT */
/*
 * Ring buffers: records are contiguous over the wrap, arrive once and in order, drops are counted,
 * an unsubmitted record holds the reader back, and a lying consumer position never lets a
 * reservation overtake a record in use. Then several producers at once.
 */
#include <pthread.h>

#include "rt_test.h"

static struct rk_program *ring_new(struct rk_rt *rt, u32 size)
{
	struct rkb_map def = map_def("r", RK_MAP_RINGBUF, 0, 0, size);

	return prog_new(rt, &def, 1, NULL);
}

static void wrap(struct rk_rt *rt)
{
	struct rk_program *p = ring_new(rt, 4096);
	struct rk_map *m = p->maps[0];
	u32 next = 0, len;

	for (u32 i = 0; i < 5000; i++) {
		u32 size = 4 + i % 700;
		u8 *rec = rk_ring_reserve(m, size);
		const u8 *got;

		CHECK(rec && rec >= m->ring.data && rec + size <= m->ring.data + 4096);
		CHECK((uintptr_t)rec % 8 == 0);
		memset(rec, (u8)i, size);
		memcpy(rec, &i, 4);
		rk_ring_commit(m, rec, 0, i % 3 == 0);
		if (i % 3 == 0)
			continue;
		got = rk_ring_peek(m, &len);
		CHECK(got && len == size && !memcmp(got, &i, 4));
		CHECK(size == 4 || got[size - 1] == (u8)i);
		rk_ring_release(m);
		next++;
	}
	CHECK(!rk_ring_peek(m, &len) && !rk_ring_drops(m) && next > 3000);
	rk_rt_unload(p);
}

static void drops(struct rk_rt *rt)
{
	struct rk_program *p = ring_new(rt, 4096);
	struct rk_map *m = p->maps[0];
	u32 n = 0, len;

	CHECK(!rk_ring_reserve(m, 4096) && rk_ring_drops(m) == 1);
	for (void *r; (r = rk_ring_reserve(m, 56)); n++)
		rk_ring_commit(m, r, 0, false);
	CHECK(n == 63 && rk_ring_drops(m) == 2);
	CHECK(rk_ring_query(m, 0) == 63 * 64 && rk_ring_query(m, 1) == 4096);
	CHECK(rk_ring_query(m, 2) == 0 && rk_ring_query(m, 3) == 63 * 64);
	CHECK(rk_ring_peek(m, &len));
	rk_ring_release(m);
	CHECK(rk_ring_reserve(m, 56));
	rk_rt_unload(p);
}

static void order(struct rk_rt *rt)
{
	struct rk_program *p = ring_new(rt, 4096);
	struct rk_map *m = p->maps[0];
	u64 *a = rk_ring_reserve(m, 8), *b = rk_ring_reserve(m, 8);
	u32 len;

	CHECK(a && b);
	*b = 2;
	rk_ring_commit(m, b, 0, false);
	CHECK(!rk_ring_peek(m, &len));
	*a = 1;
	rk_ring_commit(m, a, 0, false);
	CHECK(*(const u64 *)rk_ring_peek(m, &len) == 1);
	rk_ring_release(m);
	CHECK(*(const u64 *)rk_ring_peek(m, &len) == 2);
	rk_rt_unload(p);
}

static void hostile_consumer(struct rk_rt *rt)
{
	static const u64 lies[] = {1, 7, 4096, 1ull << 40, ~0ull, 1ull << 63};
	struct rk_program *p = ring_new(rt, 4096);
	struct rk_map *m = p->maps[0];
	u8 *held = rk_ring_reserve(m, 100);

	memset(held, 0xee, 100);
	for (u32 i = 0; i < 2000; i++) {
		u8 *r;

		*m->ring.consumer = i % 2 ? m->ring.at : lies[i / 2 % RK_ARRAY_SIZE(lies)];
		r = rk_ring_reserve(m, 200);
		if (!r)
			continue;
		CHECK(r + 200 <= held - RK_RING_HDR || r >= held + 100);
		CHECK(r >= m->ring.data && r + 200 <= m->ring.data + 4096);
		memset(r, 0x11, 200);
		rk_ring_commit(m, r, 0, false);
	}
	for (int i = 0; i < 100; i++)
		CHECK(held[i] == 0xee);
	rk_ring_commit(m, held, 0, false);
	rk_rt_unload(p);
}

enum { PRODUCERS = 3, EACH = 40000 };

static void *producer(void *arg)
{
	struct rk_map *m = arg;
	u64 id = rk_plat_cpu();

	for (u64 i = 0; i < EACH;) {
		u64 *r = rk_ring_reserve(m, 16);

		if (!r)
			continue;
		r[0] = id;
		r[1] = i++;
		rk_ring_commit(m, r, 0, false);
	}
	return NULL;
}

static void producers(struct rk_rt *rt)
{
	struct rk_program *p = ring_new(rt, 8192);
	u64 next[RK_MAX_CPUS] = {0};
	pthread_t t[PRODUCERS];
	u32 len;

	for (int i = 0; i < PRODUCERS; i++)
		CHECK(!pthread_create(&t[i], NULL, producer, p->maps[0]));
	for (u32 n = 0; n < PRODUCERS * EACH;) {
		const u64 *r = rk_ring_peek(p->maps[0], &len);

		if (!r)
			continue;
		CHECK(len == 16 && r[0] < RK_MAX_CPUS && r[1] == next[r[0]]++);
		rk_ring_release(p->maps[0]);
		n++;
	}
	for (int i = 0; i < PRODUCERS; i++)
		pthread_join(t[i], NULL);
	CHECK(!rk_ring_peek(p->maps[0], &len));
	rk_rt_unload(p);
}

int main(void)
{
	struct rk_rt rt;

	CHECK(!rk_rt_init(&rt, RK_POOL_DEFAULT, RK_BUDGET_DEFAULT));
	wrap(&rt);
	drops(&rt);
	order(&rt);
	hostile_consumer(&rt);
	producers(&rt);
	rk_rt_fini(&rt);
	return 0;
}
