/* SPDX-License-Identifier: MIT */
/* Periodic programs: what is admitted, and that the earliest deadline runs first. */
#include "rt_test.h"

#include "edf.h"

static u64 order[64], missed;
static u32 ran;

/* A replaced program keeps its place in the books, with its own worst case. */
static void changes(void)
{
	struct rk_slot a = {0}, b = {0};
	struct rk_sched s = {0};
	const char *why;
	u32 load;

	CHECK(!rk_sched_add(&s, &a, 1000, 400, 0, &why) &&
		!rk_sched_add(&s, &b, 1000, 400, 0, &why));
	load = rk_sched_load_ppm(&s);
	CHECK(rk_sched_change(&s, &a, 601, &why) == RK_EBUSY && rk_sched_load_ppm(&s) == load);
	CHECK(rk_sched_change(&s, &a, 0, &why) == RK_EINPUT && rk_sched_load_ppm(&s) == load);
	CHECK(!rk_sched_change(&s, &a, 600, &why) && rk_sched_load_ppm(&s) == 1000000);
	CHECK(!rk_sched_change(&s, &a, 100, &why) && rk_sched_load_ppm(&s) == 500000);
	CHECK(!rk_sched_remove(&s, &a) && rk_sched_change(&s, &a, 100, &why) == RK_ENOENT);
}

static u64 note(struct rk_program *p, void *ctx, struct rk_env *env)
{
	const struct timer_event *e = ctx;

	CHECK(e->actual >= e->scheduled && ran < RK_ARRAY_SIZE(order));
	order[ran++] = e->period;
	missed = e->missed;
	return 0;
}

static const struct {
	u64 period, worst;
	int err;
} admission[] = {
	{1000, 0, RK_EINPUT}, /* no bound */
	{0, 10, RK_EINPUT},
	{1000, 1001, RK_EBUSY},
	{1000, 500, RK_OK},
	{1000, 501, RK_EBUSY},
	{100000, 1, RK_OK},
	{500, 100, RK_EBUSY}, /* 0.2, and may wait for a run of 500 */
	{900, 100, RK_OK},
	{~0ull, 1, RK_EINPUT},
	{1ull << 62, 1ull << 61, RK_EBUSY},
};

static void admits(void)
{
	static struct rk_slot slots[RK_ARRAY_SIZE(admission)];
	struct rk_sched s = {0};
	const char *why;

	for (size_t i = 0; i < RK_ARRAY_SIZE(admission); i++) {
		int err = rk_sched_add(
			&s, &slots[i], admission[i].period, admission[i].worst, 0, &why);

		if (err != admission[i].err) {
			printf("row %zu: %d, load %u ppm\n", i, err, rk_sched_load_ppm(&s));
			exit(1);
		}
	}
	CHECK(rk_sched_load_ppm(&s) <= 1000000 && rk_sched_next(&s) == 900);
	CHECK(!rk_sched_remove(&s, &slots[3]) && rk_sched_remove(&s, &slots[3]) == RK_ENOENT);
	CHECK(rk_sched_next(&s) == 900);
	CHECK(!rk_sched_add(&s, &slots[4], 1000, 100, 0, &why));
}

static void earliest_first(struct rk_rt *rt)
{
	static const u64 periods[] = {900000000000, 300000000000, 600000000000};
	struct rk_program *p = prog_new(rt, NULL, 0, note);
	struct rk_slot slots[3] = {0};
	struct rk_sched s = {0};
	const char *why;
	u64 now;

	for (int i = 0; i < 3; i++) {
		CHECK(!rk_slot_attach(&slots[i], p));
		/* released one period after 0, which is long ago or just now */
		CHECK(!rk_sched_add(&s, &slots[i], periods[i], 1000, 0, &why));
		s.tasks[i].release_ns = rk_plat_now_ns() - 1;
	}
	CHECK(rk_sched_run(&s) == 3 && ran == 3);
	CHECK(order[0] == periods[1] && order[1] == periods[2] && order[2] == periods[0]);
	CHECK(rk_sched_run(&s) == 0 && rk_sched_next(&s) > rk_plat_now_ns());
	/* Six periods fit between 0, when this machine may just have begun, and now. */
	now = rk_plat_now_ns();
	s.tasks[0].period_ns = now / 8;
	s.tasks[0].release_ns = now - 5 * (now / 8) - 1;
	CHECK(rk_sched_run(&s) == 1 && missed == 5);
	CHECK(s.tasks[0].release_ns > now && rk_sched_run(&s) == 0);
	rk_rt_unload(p);
}

int main(void)
{
	struct rk_rt rt;

	CHECK(!rk_rt_init(&rt, RK_POOL_DEFAULT, RK_BUDGET_DEFAULT));
	admits();
	changes();
	earliest_first(&rt);
	rk_rt_fini(&rt);
	return 0;
}
