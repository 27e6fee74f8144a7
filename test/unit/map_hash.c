/* SPDX-License-Identifier: MIT */
/*
 * Hash tables against a plain model: random operations on small and wide tables, Linux's results,
 * full maps, iteration, reuse within the map, the size target, and readers racing one writer.
 */
#include <pthread.h>

#include "rt_test.h"

enum { KEYS = 64, ROUNDS = 200000 };

static u64 rnd(u64 *s)
{
	*s ^= *s << 13;
	*s ^= *s >> 7;
	return *s ^= *s << 17;
}

/* A key of any size from a number. */
static void key_make(u8 *k, u32 size, u32 n)
{
	memset(k, 0x5a, size);
	memcpy(k, &n, size < 4 ? size : 4);
}

struct model {
	bool in[KEYS];
	u8 val[KEYS][24];
	u32 count;
};

static int expect_update(const struct model *mo, u32 k, u64 flags, u32 room)
{
	if (flags > RK_EXIST)
		return RK_EINPUT;
	if (mo->in[k])
		return flags == RK_NOEXIST ? RK_EEXIST : RK_OK;
	if (flags == RK_EXIST)
		return RK_ENOENT;
	return mo->count == room ? RK_EFULL : RK_OK;
}

static void one_op(struct rk_map *m, struct model *mo, u64 *seed)
{
	u32 k = rnd(seed) % KEYS, vs = m->attr.value_size;
	u8 key[64], val[24], got[24];
	u64 flags = rnd(seed) % 5 ? rnd(seed) % 3 : 3;

	key_make(key, m->attr.key_size, k);
	for (u32 i = 0; i < vs; i++)
		val[i] = (u8)rnd(seed);
	switch (rnd(seed) % 3) {
	case 0: {
		int want = expect_update(mo, k, flags, m->attr.max_entries);

		CHECK(rk_map_write(m, key, val, flags, 0) == want);
		if (want)
			return;
		mo->count += !mo->in[k];
		mo->in[k] = true;
		memcpy(mo->val[k], val, vs);
		return;
	}
	case 1:
		CHECK(rk_map_remove(m, key) == (mo->in[k] ? RK_OK : RK_ENOENT));
		mo->count -= mo->in[k];
		mo->in[k] = false;
		return;
	default:
		CHECK(rk_map_read(m, key, got, 0) == (mo->in[k] ? RK_OK : RK_ENOENT));
		CHECK(!mo->in[k] || !memcmp(got, mo->val[k], vs));
	}
}

static void count_by_iteration(struct rk_map *m, const struct model *mo)
{
	u8 key[64], val[24];
	u32 n = 0;

	for (int err = rk_map_next(m, NULL, key); !err; err = rk_map_next(m, key, key)) {
		CHECK(!rk_map_read(m, key, val, 0));
		CHECK(++n <= mo->count);
	}
	CHECK(n == mo->count);
}

static void against_model(struct rk_rt *rt, u32 type, u32 ks, u32 vs, u32 entries)
{
	struct rkb_map def = map_def("h", type, ks, vs, entries);
	struct rk_program *p = prog_new(rt, &def, 1, NULL);
	struct model mo = {0};
	u64 seed = 88172645463325252ull + ks;

	for (int i = 0; i < ROUNDS; i++) {
		one_op(p->maps[0], &mo, &seed);
		if (i % 5000 == 0)
			count_by_iteration(p->maps[0], &mo);
	}
	rk_rt_unload(p);
}

/* 12,000 bytes of payload in at most 16 KiB, header included; all of it usable. */
static void size_target(struct rk_rt *rt)
{
	struct rkb_map def = map_def("h", RK_MAP_HASH, 4, 8, 1000);
	struct rk_program *p = prog_new(rt, &def, 1, NULL);
	struct rk_map *m = p->maps[0];

	CHECK(rk_map_charge(m) <= 16384);
	for (u32 k = 0; k < 1000; k++) {
		u64 v = ~(u64)k;

		CHECK(!rk_map_write(m, &k, &v, RK_NOEXIST, 0));
	}
	for (u32 k = 0; k < 1001; k++) {
		u64 v = 0;

		CHECK(k == 1000 ? rk_map_write(m, &k, &v, RK_ANY, 0) == RK_EFULL
				: !rk_map_read(m, &k, &v, 0) && v == ~(u64)k);
	}
	rk_rt_unload(p);
}

/* Inserting on one CPU leaves the other copies zero, also where the element was used before. */
static void per_cpu_starts_zero(struct rk_rt *rt)
{
	struct rkb_map def = map_def("h", RK_MAP_PERCPU_HASH, 4, 8, 1);
	struct rk_program *p = prog_new(rt, &def, 1, NULL);
	u32 a = 1, b = 2;
	u64 v = 7;

	CHECK(!rk_map_write(p->maps[0], &a, &v, RK_ANY, 0));
	CHECK(!rk_map_write(p->maps[0], &a, &v, RK_ANY, 1));
	CHECK(!rk_map_remove(p->maps[0], &a));
	CHECK(!rk_map_write(p->maps[0], &b, &v, RK_ANY, 1));
	CHECK(!rk_map_read(p->maps[0], &b, &v, 0) && v == 0);
	CHECK(!rk_map_read(p->maps[0], &b, &v, 1) && v == 7);
	rk_rt_unload(p);
}

struct race {
	struct rk_map *m;
	bool stop;
};

/* Key 0 is always there: no reader may ever miss it while others come and go. */
static void *reader(void *arg)
{
	struct race *r = arg;
	u32 k = 0;

	while (!__atomic_load_n(&r->stop, __ATOMIC_RELAXED)) {
		u64 *v = r->m->ops->lookup(r->m, &k, rk_plat_cpu());

		CHECK(v && __atomic_load_n(v, __ATOMIC_RELAXED) == 42);
	}
	return NULL;
}

static void readers_never_miss(struct rk_rt *rt)
{
	struct rkb_map def = map_def("h", RK_MAP_HASH, 4, 8, 8);
	struct rk_program *p = prog_new(rt, &def, 1, NULL);
	struct race r = {p->maps[0], false};
	u32 k = 0;
	u64 v = 42;
	pthread_t t[2];

	CHECK(!rk_map_write(r.m, &k, &v, RK_ANY, 0));
	for (int i = 0; i < 2; i++)
		CHECK(!pthread_create(&t[i], NULL, reader, &r));
	for (u32 i = 0; i < 300000; i++) {
		k = 1 + i % 7;
		if (rk_map_write(r.m, &k, &v, RK_NOEXIST, 0))
			CHECK(!rk_map_remove(r.m, &k));
	}
	__atomic_store_n(&r.stop, true, __ATOMIC_RELAXED);
	for (int i = 0; i < 2; i++)
		pthread_join(t[i], NULL);
	rk_rt_unload(p);
}

/*
 * Keys that fall into one bucket whatever the seed: upper halves that the multiplication turns into
 * small numbers. The bucket takes RK_HASH_CHAIN of them and refuses the next, other keys go on.
 */
static void chain_is_bounded(struct rk_rt *rt)
{
	struct rkb_map def = map_def("m", RK_MAP_HASH, 8, 8, 4096);
	struct rk_program *p = prog_new(rt, &def, 1, NULL);
	u32 g = (u32)0x9e3779b97f4a7c15ull, inverse = g;
	u64 key, v = 1, got;

	for (int i = 0; i < 5; i++)
		inverse *= 2 - g * inverse;
	for (u32 j = 0; j <= RK_HASH_CHAIN; j++) {
		key = (u64)(inverse * j) << 32;
		CHECK(rk_map_write(p->maps[0], &key, &v, RK_ANY, 0) ==
			(j < RK_HASH_CHAIN ? RK_OK : RK_EFULL));
	}
	for (u32 j = 0; j < RK_HASH_CHAIN; j++) {
		key = (u64)(inverse * j) << 32;
		CHECK(!rk_map_read(p->maps[0], &key, &got, 0));
	}
	key = 12345;
	CHECK(!rk_map_write(p->maps[0], &key, &v, RK_ANY, 0));
	rk_rt_unload(p);
}

int main(void)
{
	struct rk_rt rt;

	CHECK(!rk_rt_init(&rt, 16 << 20, 8 << 20));
	against_model(&rt, RK_MAP_HASH, 4, 8, 40);
	against_model(&rt, RK_MAP_HASH, 8, 4, 64);
	against_model(&rt, RK_MAP_HASH, 1, 24, 1);
	against_model(&rt, RK_MAP_HASH, 19, 13, 33);
	against_model(&rt, RK_MAP_HASH, 16, 8, 70000); /* wide links */
	against_model(&rt, RK_MAP_PERCPU_HASH, 4, 12, 40);
	size_target(&rt);
	chain_is_bounded(&rt);
	per_cpu_starts_zero(&rt);
	readers_never_miss(&rt);
	CHECK(!rt.pool.used);
	rk_rt_fini(&rt);
	return 0;
}
