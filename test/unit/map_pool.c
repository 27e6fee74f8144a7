/* SPDX-License-Identifier: MIT */
/* Budgets and the pool: refusals change nothing, storage comes back whole, alignment, bad
 * definitions. */
#include "rt_test.h"

static int try_map(struct rk_rt *rt, struct rkb_map def, struct rk_program **p)
{
	struct rkb_manifest man = {0};
	const char *why = NULL;
	int err = rk_rt_create(rt, &man, "test", &def, 1, NULL, 0, p, &why);

	CHECK(!err == !why);
	return err;
}

static void budget(struct rk_rt *rt)
{
	struct rk_program *p;
	size_t used = rt->pool.used;

	CHECK(try_map(rt, map_def("a", RK_MAP_ARRAY, 4, 1 << 20, 1), &p) == RK_EBUDGET);
	CHECK(rt->pool.used == used);
	CHECK(!try_map(rt, map_def("a", RK_MAP_ARRAY, 4, 1000, 100), &p));
	CHECK(rt->pool.used - used == p->map_bytes && p->map_bytes >= 100000);
	rk_rt_unload(p);
	CHECK(rt->pool.used == used);
}

static void bad_definitions(struct rk_rt *rt)
{
	static const struct {
		u32 type, key, value, entries, flags;
		int err;
	} rows[] = {
		{RK_MAP_ARRAY, 8, 8, 1, 0, RK_EINPUT},
		{RK_MAP_ARRAY, 4, 0, 1, 0, RK_EINPUT},
		{RK_MAP_ARRAY, 4, 8, 0, 0, RK_EINPUT},
		{RK_MAP_ARRAY, 4, ~0u, 1, 0, RK_EINPUT},
		{RK_MAP_ARRAY, 4, 1 << 24, ~0u, 0, RK_EINPUT},
		{RK_MAP_ARRAY, 4, 8, 1, 1 << 20, RK_EINPUT},
		{RK_MAP_HASH, 0, 8, 1, 0, RK_EINPUT},
		{RK_MAP_HASH, 513, 8, 1, 0, RK_EINPUT},
		{RK_MAP_HASH, 4, 8, ~0u, 0, RK_EINPUT},
		{RK_MAP_RINGBUF, 0, 0, 5000, 0, RK_EINPUT},
		{RK_MAP_RINGBUF, 0, 0, 2048, 0, RK_EINPUT},
		{RK_MAP_RINGBUF, 4, 0, 4096, 0, RK_EINPUT},
		{RK_MAP_STACK_TRACE, 4, 8, 1, 0, RK_EIMPORT},
		{999, 4, 8, 1, 0, RK_EIMPORT},
	};
	struct rk_program *p;

	for (size_t i = 0; i < RK_ARRAY_SIZE(rows); i++) {
		struct rkb_map d =
			map_def("m", rows[i].type, rows[i].key, rows[i].value, rows[i].entries);

		d.flags = rows[i].flags;
		CHECK(try_map(rt, d, &p) == rows[i].err);
	}
}

static void initial_data(struct rk_rt *rt)
{
	static const u8 data[] = "0123456789abcdef";
	struct rkb_map d = map_def(".rodata", RK_MAP_ARRAY, 4, 8, 1);
	struct rkb_manifest man = {0};
	struct rk_program *p;
	const char *why;

	d.data_off = 4;
	d.data_size = 6;
	CHECK(!rk_rt_create(rt, &man, "t", &d, 1, data, 16, &p, &why));
	CHECK(!memcmp(p->env[0]->maps[0].base, "456789\0", 8));
	rk_rt_unload(p);
	d.data_size = 9;
	CHECK(rk_rt_create(rt, &man, "t", &d, 1, data, 16, &p, &why) == RK_EINPUT);
	d.data_size = 6;
	d.data_off = ~0u - 2;
	CHECK(rk_rt_create(rt, &man, "t", &d, 1, data, 16, &p, &why) == RK_EINPUT);
	d.data_off = 11;
	CHECK(rk_rt_create(rt, &man, "t", &d, 1, data, 16, &p, &why) == RK_EINPUT);
}

/* A global map is one map for programs that declare it alike, and outlives its first owner. */
static void globals(struct rk_rt *rt)
{
	struct rkb_map d = map_def("shared", RK_MAP_ARRAY, 4, 8, 4);
	struct rk_program *a, *b, *c;
	u32 k = 1;
	u64 v = 5;

	d.scope = RKB_SCOPE_GLOBAL;
	CHECK(!try_map(rt, d, &a) && !try_map(rt, d, &b));
	CHECK(a->maps[0] == b->maps[0]);
	CHECK(!rk_map_write(a->maps[0], &k, &v, 0, 0));
	rk_rt_unload(a);
	CHECK(!rk_map_read(b->maps[0], &k, &v, 0) && v == 5);
	d.max_entries = 5;
	CHECK(try_map(rt, d, &c) == RK_ELAYOUT);
	rk_rt_unload(b);
	CHECK(!try_map(rt, d, &c));
	rk_rt_unload(c);
}

/* A replacement takes over maps that agree, not patched constants. */
static void adoption(struct rk_rt *rt)
{
	static const u64 one = 1, two = 2;
	struct rkb_map d[2] = {
		map_def("state", RK_MAP_ARRAY, 4, 8, 1), map_def(".data", RK_MAP_ARRAY, 4, 8, 1)};
	struct rkb_manifest man = {0};
	struct rk_program *a, *b;
	const char *why;
	u32 k = 0;
	u64 v = 77;

	d[1].data_size = 8;
	CHECK(!rk_rt_create(rt, &man, "t", d, 2, (const u8 *)&one, 8, &a, &why));
	CHECK(!rk_map_write(a->maps[0], &k, &v, 0, 0));
	CHECK(!rk_rt_create(rt, &man, "t", d, 2, (const u8 *)&two, 8, &b, &why));
	CHECK(!rk_program_adopt(b, a, false, &why));
	rk_rt_unload(a);
	CHECK(*(u64 *)(void *)b->env[3]->maps[0].base == 77);
	CHECK(*(u64 *)(void *)b->env[3]->maps[1].base == 2);
	d[0].max_entries = 2;
	CHECK(!rk_rt_create(rt, &man, "t", d, 2, (const u8 *)&two, 8, &a, &why));
	CHECK(rk_program_adopt(a, b, false, &why) == RK_ELAYOUT);
	CHECK(!rk_program_adopt(a, b, true, &why));
	CHECK(*(u64 *)(void *)a->env[0]->maps[0].base == 0);
	rk_rt_unload(a);
	rk_rt_unload(b);
}

#ifndef RK_PROFILE_CLOUD
/* The pool itself: it fills up whatever the budgets say, and holes are used again. */
static void pool_fills(struct rk_rt *rt)
{
	struct rk_program *p[256], *last;
	u32 n = 0;

	while (n < 256 && !try_map(rt, map_def("a", RK_MAP_ARRAY, 4, 60000, 1), &p[n]))
		n++;
	CHECK(n > 10 && n < 256);
	rk_rt_unload(p[3]);
	CHECK(try_map(rt, map_def("a", RK_MAP_ARRAY, 4, 61000, 1), &last) == RK_EBUDGET);
	CHECK(!try_map(rt, map_def("a", RK_MAP_ARRAY, 4, 60000, 1), &p[3]));
	while (n)
		rk_rt_unload(p[--n]);
}
#endif

int main(void)
{
	struct rk_rt rt;
	struct rk_program *p;

	CHECK(freopen("/dev/null", "w", stderr)); /* refusals are logged with their numbers */
	CHECK(!rk_rt_init(&rt, 1 << 20, 512 << 10));
	budget(&rt);
	bad_definitions(&rt);
	initial_data(&rt);
	globals(&rt);
	adoption(&rt);
#ifndef RK_PROFILE_CLOUD
	pool_fills(&rt);
#endif
	CHECK(!try_map(&rt, map_def("r", RK_MAP_RINGBUF, 0, 0, 8192), &p));
	CHECK((uintptr_t)p->maps[0]->mem % rk_plat_page() == 0);
	rk_rt_unload(p);
	CHECK(!rt.pool.used && !rt.globals);
	rk_rt_fini(&rt);
	return 0;
}
