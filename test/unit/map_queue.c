/* SPDX-License-Identifier: MIT */
/* Queues, stacks and time series: order, full and empty, overwriting, windows, what a full buffer
 * holds. */
#include "rt_test.h"

static struct rk_program *one(struct rk_rt *rt, u32 type, u32 key, u32 value, u32 n)
{
	struct rkb_map def = map_def("m", type, key, value, n);

	return prog_new(rt, &def, 1, NULL);
}

static u32 pop(struct rk_map *m)
{
	u32 v = 99, seen = 99;
	int err = rk_queue_pop(m, &seen, false);

	CHECK(rk_queue_pop(m, &v, true) == err && v == seen && (!err || (err == RK_ENOENT && !v)));
	return v;
}

static void order(struct rk_rt *rt, u32 type, const u32 want[6])
{
	struct rk_program *p = one(rt, type, 0, 4, 3);
	struct rk_map *m = p->maps[0];
	u32 n = 0;

	for (u32 v = 1; v <= 3; v++)
		CHECK(!rk_queue_push(m, &v, RK_ANY));
	CHECK(rk_queue_push(m, &n, RK_ANY) == RK_EFULL && rk_queue_push(m, &n, 1) == RK_EINPUT);
	n = 4;
	CHECK(!rk_queue_push(m, &n, RK_EXIST) && rk_queue_count(m) == 3); /* 1 is gone */
	CHECK(pop(m) == want[0] && pop(m) == want[1]);
	for (n = 5; n <= 6; n++)
		CHECK(!rk_queue_push(m, &n, RK_EXIST));
	for (int i = 2; i < 6; i++)
		CHECK(pop(m) == want[i]);
	rk_rt_unload(p);
}

struct sample {
	u64 time;
	u32 value, pad;
};

static void series(struct rk_rt *rt)
{
	struct rk_program *p = one(rt, RK_MAP_TIMESERIES, 1, 4, 8);
	struct rk_map *m = p->maps[0];
	struct sample out[4];
	u8 key, keys[3], none = 9;

	for (u32 i = 0; i < 20; i++) { /* times 100..119; even: key 0, odd: key 1 */
		key = i % 2;
		CHECK(!rk_series_push(m, &key, &i, 100 + i));
	}
	key = 1;
	memset(out, 0xff, sizeof(out));
	CHECK(rk_series_query(m, &key, 5, 120, out, sizeof(out)) == 3);
	CHECK(out[0].time == 119 && out[0].value == 19 && !out[0].pad && out[2].time == 115);
	CHECK(!out[3].time && !out[3].value);
	CHECK(rk_series_query(m, &key, ~0ull, 120, out, sizeof(out)) == 4 && out[3].time == 113);
	CHECK(rk_series_query(m, &key, ~0ull, 120, out, 31) == 1);
	CHECK(rk_series_query(m, &none, ~0ull, 120, out, sizeof(out)) == 0 && !out[0].time);
	CHECK(!rk_map_next(m, NULL, &keys[0]) && keys[0] == 1);
	CHECK(!rk_map_next(m, &keys[0], &keys[1]) && keys[1] == 0);
	CHECK(rk_map_next(m, &keys[1], &keys[2]) == RK_ENOENT);
	rk_rt_unload(p);
}

int main(void)
{
	static const u32 queue[] = {2, 3, 4, 5, 6, 0}, stack[] = {4, 3, 6, 5, 2, 0};
	struct rk_rt rt;

	CHECK(!rk_rt_init(&rt, RK_POOL_DEFAULT, RK_BUDGET_DEFAULT));
	order(&rt, RK_MAP_QUEUE, queue);
	order(&rt, RK_MAP_STACK, stack);
	series(&rt);
	rk_rt_fini(&rt);
	return 0;
}
