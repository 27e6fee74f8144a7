/* SPDX-License-Identifier: MIT */
/* Arrays: Linux's results for flags and bad indexes, zeroed start, copies per CPU, who owns a
 * value. */
#include "rt_test.h"

static void plain(struct rk_rt *rt)
{
	struct rkb_map def = map_def("a", RK_MAP_ARRAY, 4, 12, 3);
	struct rk_program *p = prog_new(rt, &def, 1, NULL);
	struct rk_map *m = p->maps[0];
	u32 k = 2, next;
	u8 v[12] = {1, 2, 3}, got[12];

	CHECK(!rk_map_read(m, &k, got, 0) && !got[0]);
	CHECK(rk_map_write(m, &k, v, RK_NOEXIST, 0) == RK_EEXIST);
	CHECK(rk_map_write(m, &k, v, 3, 0) == RK_EINPUT);
	CHECK(!rk_map_write(m, &k, v, RK_EXIST, 0));
	CHECK(!rk_map_read(m, &k, got, 0) && !memcmp(v, got, 12));
	CHECK(rk_map_remove(m, &k) == RK_EINPUT);
	CHECK(rk_map_next(m, &k, &next) == RK_ENOENT);
	CHECK(!rk_map_next(m, NULL, &next) && next == 0);
	CHECK(!rk_map_next(m, &next, &next) && next == 1);
	k = 3;
	CHECK(rk_map_write(m, &k, v, RK_ANY, 0) == RK_ETOOBIG);
	CHECK(rk_map_read(m, &k, got, 0) == RK_ENOENT);
	CHECK(p->env[0]->maps[0].base == m->mem && m->stride == 16);
	CHECK(rk_map_owns(m, m->mem + 16, 12, true) && !rk_map_owns(m, m->mem + 16, 13, true));
	CHECK(!rk_map_owns(m, m->mem + 12, 1, false) && !rk_map_owns(m, m->mem + 48, 1, false));
	rk_rt_unload(p);
}

static void per_cpu(struct rk_rt *rt)
{
	struct rkb_map def = map_def("a", RK_MAP_PERCPU_ARRAY, 4, 8, 2);
	struct rk_program *p = prog_new(rt, &def, 1, NULL);
	u32 k = 1;

	for (u32 c = 0; c < rt->n_cpus; c++) {
		u64 v = 100 + c;

		CHECK(!rk_map_write(p->maps[0], &k, &v, RK_ANY, c));
	}
	for (u32 c = 0; c < rt->n_cpus; c++) {
		u64 v = 0;

		CHECK(!rk_map_read(p->maps[0], &k, &v, c) && v == 100 + c);
		CHECK(((u64 *)(void *)p->env[c]->maps[0].base)[1] == 100 + c);
	}
	CHECK(rk_map_write(p->maps[0], &k, &k, RK_ANY, rt->n_cpus) == RK_EINPUT);
	rk_rt_unload(p);
}

static void read_only(struct rk_rt *rt)
{
	struct rkb_map def = map_def("ro", RK_MAP_ARRAY, 4, 8, 1);
	struct rk_program *p;

	def.flags = RK_MAP_F_RDONLY_PROG;
	p = prog_new(rt, &def, 1, NULL);
	CHECK(rk_map_owns(p->maps[0], p->maps[0]->mem, 8, false));
	CHECK(!rk_map_owns(p->maps[0], p->maps[0]->mem, 8, true));
	rk_rt_unload(p);
}

int main(void)
{
	struct rk_rt rt;

	CHECK(!rk_rt_init(&rt, RK_POOL_DEFAULT, RK_BUDGET_DEFAULT));
	plain(&rt);
	per_cpu(&rt);
	read_only(&rt);
	rk_rt_fini(&rt);
	return 0;
}
