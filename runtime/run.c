/* SPDX-License-Identifier: MIT */
/*
 * The run path: one program on one CPU, and hooks. Statistics are written by their CPU alone;
 * stores are relaxed atomics, so that reading a sum elsewhere is not a race.
 */
#include "runtime.h"

static void put(u64 *at, u64 v)
{
	__atomic_store_n(at, v, __ATOMIC_RELAXED);
}

static u64 get(const u64 *at)
{
	return __atomic_load_n(at, __ATOMIC_RELAXED);
}

/* An overrun strikes, a run in time takes one stroke back: four in quick succession are failure. */
enum { STRIKE = 16, STRUCK_OUT = 3 * STRIKE };

/*
 * A run that took longer than allowed. What the manifest says then: outputs go to their safe state
 * at once; a tracing program is detached if it happens again and again; the others go on.
 */
static void overrun(struct rk_program *p, struct rk_stats *s)
{
	const struct rk_world *w = &p->rt->world;

	put(&s->overruns, s->overruns + 1);
	if (p->manifest.fail_action == RKB_FAIL_STOP && w->estop)
		w->estop(w->data, w->outputs);
	if (p->manifest.fail_action != RKB_FAIL_DETACH)
		return;
	put(&s->strikes, s->strikes + STRIKE);
	if (s->strikes > STRUCK_OUT && w->failed)
		w->failed(w->data, p);
}

static u64 timed(struct rk_program *p, void *ctx, struct rk_env *env, struct rk_stats *s)
{
	u64 *busy = rk_rt_busy(p->rt, env->cpu);
	u64 start = rk_plat_now_ns();
	u64 before = get(busy);
	u64 r0 = p->run(p, ctx, env);
	u64 nested = get(busy) - before;
	u64 ns = rk_plat_now_ns() - start;

	/* Never too little: what interrupts between a clock and its neighbour is not taken off. */
	ns = ns > nested ? ns - nested : 0;
	put(busy, get(busy) + ns);
	put(&s->ns_total, s->ns_total + ns);
	put(&s->timed, s->timed + 1);
	if (ns > s->ns_max)
		put(&s->ns_max, ns);
	if (p->limit_ns && ns > p->limit_ns)
		overrun(p, s);
	else if (s->strikes)
		put(&s->strikes, s->strikes - 1);
	return r0;
}

/*
 * The guard needs no atomic: only this CPU touches its byte, and what interrupts this code runs to
 * its end before it goes on.
 */
bool rk_prog_run(struct rk_program *p, void *ctx, u64 *ret)
{
	u32 cpu = rk_plat_cpu();
	struct rk_stats *s = &p->stats[cpu];
	volatile u8 *busy = &p->busy[cpu * 64];
	u64 run;

	if (*busy) {
		put(&s->skips, s->skips + 1);
		return false;
	}
	*busy = 1;
	__atomic_signal_fence(__ATOMIC_SEQ_CST);
	run = s->runs;
	put(&s->runs, run + 1);
	if (p->sampled && !s->strikes && run & p->rt->time_mask)
		*ret = p->run(p, ctx, p->env[cpu]);
	else
		*ret = timed(p, ctx, p->env[cpu], s);
	__atomic_signal_fence(__ATOMIC_SEQ_CST);
	*busy = 0;
	return true;
}

void rk_prog_pardon(struct rk_program *p)
{
	for (u32 c = 0; c < p->rt->n_cpus; c++)
		put(&p->stats[c].strikes, 0);
}

void rk_prog_stats(const struct rk_program *p, struct rk_stats *sum)
{
	__builtin_memset(sum, 0, sizeof(*sum));
	for (u32 c = 0; c < p->rt->n_cpus; c++) {
		const struct rk_stats *s = &p->stats[c];
		u64 max = get(&s->ns_max);

		sum->runs += get(&s->runs);
		sum->ns_total += get(&s->ns_total);
		sum->skips += get(&s->skips);
		sum->overruns += get(&s->overruns);
		sum->drops += get(&s->drops);
		sum->timed += get(&s->timed);
		if (max > sum->ns_max)
			sum->ns_max = max;
	}
}
