/* SPDX-License-Identifier: MIT */
/*
 * Hooks: while one thread switches between two programs, every event of two others is run exactly
 * once; a program that is entered again on its CPU is skipped and counted, another one is not, and
 * its time is its own; overruns have the consequence that the manifest states.
 */
#include <pthread.h>

#include "rt_test.h"

enum { EVENTS = 200000 };

static struct rk_slot slot;
static u64 runs_seen;
static bool done;

static u64 count(struct rk_program *p, void *ctx, struct rk_env *env)
{
	__atomic_add_fetch(&runs_seen, 1, __ATOMIC_RELAXED);
	return 7;
}

static void *events(void *arg)
{
	for (int i = 0; i < EVENTS; i++) {
		u64 r = 0;

		CHECK(rk_slot_run(&slot, NULL, &r) && r == 7);
	}
	return NULL;
}

static void *switcher(void *arg)
{
	while (!__atomic_load_n(&done, __ATOMIC_RELAXED))
		CHECK(!rk_slot_replace(&slot, slot.previous));
	return NULL;
}

static void replace_under_load(struct rk_rt *rt)
{
	struct rk_program *a = prog_new(rt, NULL, 0, count), *b = prog_new(rt, NULL, 0, count);
	struct rk_stats sa, sb;
	pthread_t t[3];

	CHECK(!rk_slot_attach(&slot, a) && rk_slot_attach(&slot, b) == RK_EBUSY);
	CHECK(!rk_slot_replace(&slot, b) && slot.previous == a);
	CHECK(!pthread_create(&t[2], NULL, switcher, NULL));
	for (int i = 0; i < 2; i++)
		CHECK(!pthread_create(&t[i], NULL, events, NULL));
	for (int i = 0; i < 2; i++)
		pthread_join(t[i], NULL);
	__atomic_store_n(&done, true, __ATOMIC_RELAXED);
	pthread_join(t[2], NULL);
	rk_prog_stats(a, &sa);
	rk_prog_stats(b, &sb);
	CHECK(runs_seen == 2 * EVENTS && sa.runs + sb.runs == 2 * EVENTS && !sa.skips && !sb.skips);
	rk_slot_detach(&slot);
	CHECK(!slot.active && !slot.previous && rk_slot_replace(&slot, a) == RK_ENOENT);
	CHECK(!rk_slot_run(&slot, NULL, &sa.runs));
	rk_rt_unload(a);
	rk_rt_unload(b);
}

/* ctx is a program to enter from within. */
static u64 nest(struct rk_program *p, void *ctx, struct rk_env *env)
{
	u64 r;

	return ctx ? rk_prog_run(ctx, NULL, &r) : 1;
}

static void re_entry(struct rk_rt *rt)
{
	struct rk_program *a = prog_new(rt, NULL, 0, nest), *b = prog_new(rt, NULL, 0, nest);
	struct rk_stats s;
	u64 r = 9;

	CHECK(rk_prog_run(a, a, &r) && r == 0);
	CHECK(rk_prog_run(a, b, &r) && r == 1);
	rk_prog_stats(a, &s);
	CHECK(s.runs == 2 && s.skips == 1 && s.timed == 2);
	rk_prog_stats(b, &s);
	CHECK(s.runs == 1 && s.skips == 0);
	rk_rt_unload(a);
	rk_rt_unload(b);
}

static s64 stop(void *data, u32 mask)
{
	*(u32 *)data |= mask;
	return 0;
}

static u64 slow(struct rk_program *p, void *ctx, struct rk_env *env)
{
	u64 until = rk_plat_now_ns() + 2000;

	while (rk_plat_now_ns() < until)
		;
	return 0;
}

/* An overrun is counted, and drives the outputs only where the manifest says so. */
static void overrun(struct rk_rt *rt)
{
	struct rk_program *p = prog_new(rt, NULL, 0, slow);
	struct rk_stats s;
	u32 stopped = 0;
	u64 r;

	rt->world = (struct rk_world){.data = &stopped, .estop = stop, .outputs = 5};
	p->limit_ns = 1000;
	CHECK(rk_prog_run(p, NULL, &r) && !stopped);
	p->manifest.fail_action = RKB_FAIL_STOP;
	CHECK(rk_prog_run(p, NULL, &r) && stopped == 5);
	rk_prog_stats(p, &s);
	CHECK(s.overruns == 2 && s.ns_max >= 2000 && s.ns_total >= 4000);
	rk_rt_unload(p);
}

static u64 nothing(struct rk_program *p, void *ctx, struct rk_env *env)
{
	return 0;
}

/* One run in so many is timed, the first among them; where each overrun counts, each. */
static void sampled(struct rk_rt *rt)
{
	struct rk_program *p = prog_new(rt, NULL, 0, nothing);
	struct rk_stats s;
	u64 r;

	rt->time_mask = 15;
	for (int i = 0; i < 33; i++)
		CHECK(rk_prog_run(p, NULL, &r));
	rk_prog_stats(p, &s);
	CHECK(s.runs == 33 && s.timed == 3);
	p->sampled = false;
	CHECK(rk_prog_run(p, NULL, &r) && rk_prog_run(p, NULL, &r));
	rk_prog_stats(p, &s);
	CHECK(s.runs == 35 && s.timed == 5);
	rt->time_mask = 0;
	rk_rt_unload(p);
}

/* What runs inside is not charged to what it interrupted. */
static u64 outer(struct rk_program *p, void *ctx, struct rk_env *env)
{
	u64 r, until;

	CHECK(rk_prog_run(ctx, NULL, &r));
	for (until = rk_plat_now_ns() + 100000; rk_plat_now_ns() < until;)
		;
	return 0;
}

static u64 inner(struct rk_program *p, void *ctx, struct rk_env *env)
{
	u64 until = rk_plat_now_ns() + 3000000;

	while (rk_plat_now_ns() < until)
		;
	return 0;
}

static void nested_time(struct rk_rt *rt)
{
	struct rk_program *a = prog_new(rt, NULL, 0, outer), *b = prog_new(rt, NULL, 0, inner);
	struct rk_stats sa, sb;
	u64 r, start = rk_plat_now_ns(), all;

	CHECK(rk_prog_run(a, b, &r));
	all = rk_plat_now_ns() - start;
	rk_prog_stats(a, &sa);
	rk_prog_stats(b, &sb);
	CHECK(sb.ns_total >= 3000000 && sa.ns_total >= 100000);
	CHECK(sa.ns_total + sb.ns_total <= all);
	rk_rt_unload(a);
	rk_rt_unload(b);
}

static u32 failures;

static void failed(void *data, struct rk_program *p)
{
	failures++;
}

static u64 quick_or_slow(struct rk_program *p, void *ctx, struct rk_env *env)
{
	return ctx ? slow(p, ctx, env) : 0;
}

/* A tracing program fails by overrunning again and again, not now and then; an interlock never. */
static void failing(struct rk_rt *rt)
{
	struct rk_program *p = prog_new(rt, NULL, 0, quick_or_slow);
	u64 r;

	rt->world = (struct rk_world){.failed = failed};
	p->limit_ns = 1000000000; /* nothing on a busy machine takes that long */
	for (int i = 0; i < 100; i++)
		CHECK(rk_prog_run(p, NULL, &r));
	for (int i = 0; i < 20; i++) {
		p->limit_ns = 1000;
		CHECK(rk_prog_run(p, p, &r) && !failures);
		p->limit_ns = 1000000000;
		for (int k = 0; k < 16; k++)
			CHECK(rk_prog_run(p, NULL, &r));
	}
	p->limit_ns = 1000;
	p->manifest.fail_action = RKB_FAIL_KEEP;
	for (int i = 0; i < 9; i++)
		CHECK(rk_prog_run(p, p, &r) && !failures);
	p->manifest.fail_action = RKB_FAIL_DETACH;
	for (int i = 0; i < 4; i++)
		CHECK(!failures && rk_prog_run(p, p, &r));
	CHECK(failures == 1);
	rk_prog_pardon(p);
	for (int i = 0; i < 3; i++)
		CHECK(rk_prog_run(p, p, &r) && failures == 1);
	rk_rt_unload(p);
}

/* The shorter of the manifest's period and its limit; what is timed now and then is struck, too. */
static void limits(struct rk_rt *rt)
{
	static const struct {
		u64 period;
		u32 limit;
		u64 want;
	} rows[] = {{0, 0, 0}, {0, 70, 70}, {100, 0, 100}, {100, 70, 70}, {100, 170, 100}};
	struct rk_program *p;
	const char *why;
	u64 r;

	for (size_t i = 0; i < RK_ARRAY_SIZE(rows); i++) {
		struct rkb_manifest m = {
			.period_ns = rows[i].period, .run_limit_ns = rows[i].limit};

		CHECK(!rk_rt_create(rt, &m, "limits", NULL, 0, NULL, 0, &p, &why));
		CHECK(p->limit_ns == rows[i].want);
		rk_rt_unload(p);
	}
	p = prog_new(rt, NULL, 0, slow);
	rt->world = (struct rk_world){.failed = failed};
	rt->time_mask = 7;
	p->limit_ns = 1000;
	failures = 0;
	p->run = nothing;
	for (int i = 0; i < 3; i++)
		CHECK(rk_prog_run(p, NULL, &r) && !failures);
	p->run = slow;
	/* Five are not timed, the eighth is, and so are all that follow it. */
	for (int i = 0; i < 5 + 3; i++)
		CHECK(rk_prog_run(p, NULL, &r) && !failures);
	CHECK(rk_prog_run(p, NULL, &r) && failures == 1);
	rt->time_mask = 0;
	rk_rt_unload(p);
}

int main(void)
{
	struct rk_rt rt;

	CHECK(!rk_rt_init(&rt, RK_POOL_DEFAULT, RK_BUDGET_DEFAULT));
	replace_under_load(&rt);
	re_entry(&rt);
	overrun(&rt);
	sampled(&rt);
	nested_time(&rt);
	failing(&rt);
	limits(&rt);
	rk_rt_fini(&rt);
	return 0;
}
