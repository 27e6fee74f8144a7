/* SPDX-License-Identifier: MIT */
/*
 * The search for the next key of a hash table that was emptied gives the map's lock back every
 * 128 elements: in the kernel interrupts are off while it is held. The last key is found all the
 * same, and a table without keys ends.
 */
#include "rt_test.h"

enum { ELEMENTS = 250000, PIECE = 128 }; /* about what 5 MiB hold */

bool __real_rk_plat_lock(struct rk_lock *l, u64 *flags);
bool __wrap_rk_plat_lock(struct rk_lock *l, u64 *flags);
static u32 locks;

bool __wrap_rk_plat_lock(struct rk_lock *l, u64 *flags)
{
	locks++;
	return __real_rk_plat_lock(l, flags);
}

static int next_of(struct rk_map *m, const u32 *key, u32 *next)
{
	locks = 0;
	return rk_map_next(m, key, next);
}

int main(void)
{
	struct rkb_map def = map_def("h", RK_MAP_HASH, 4, 8, ELEMENTS);
	struct rk_program *p;
	struct rk_map *m;
	struct rk_rt rt;
	u32 key = ELEMENTS;
	u64 v = 1;

	CHECK(!rk_rt_init(&rt, 16 << 20, 8 << 20));
	p = prog_new(&rt, &def, 1, NULL);
	m = p->maps[0];
	for (u32 k = 0; k < ELEMENTS; k++)
		CHECK(!rk_map_write(m, &k, &v, RK_NOEXIST, 0));
	CHECK(!next_of(m, NULL, &key) && !key && locks == 1);
	for (u32 k = 0; k < ELEMENTS - 1; k++)
		CHECK(!rk_map_remove(m, &k));
	CHECK(!next_of(m, NULL, &key) && key == ELEMENTS - 1);
	CHECK(locks >= ELEMENTS / PIECE);
	CHECK(next_of(m, &key, &key) == RK_ENOENT);
	CHECK(!rk_map_remove(m, &key));
	CHECK(next_of(m, NULL, &key) == RK_ENOENT && locks >= ELEMENTS / PIECE);
	rk_rt_unload(p);
	rk_rt_fini(&rt);
	return 0;
}
