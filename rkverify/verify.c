// SPDX-License-Identifier: MIT
/*
 * One program's verdict: structure, liveness, exploration, ranking, then the hook's limits. A
 * program that fails in a joined state is tried once more with a larger budget: what the join lost
 * may be all that was missing.
 */
#include <inttypes.h>
#include <string.h>
#include <time.h>
#include "cost.h"
#include "fix.h"
#include "packet.h"

#ifdef RK_PROFILE_CLOUD
enum { STACK_MAX = 512 << 10 };
#else
enum { STACK_MAX = 8 << 10 };
#endif

static const struct rk_budget budgets[] = {
	{.states = 24, .trips = 1024, .steps = 64 << 10, .bytes = 64 << 20},
	{.states = 512, .trips = 1 << 13, .steps = 1 << 20, .bytes = 256 << 20},
};

static u64 now_us(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (u64)t.tv_sec * 1000000 + (u64)t.tv_nsec / 1000;
}

/* Frames of the deepest chain of calls, of the program or of what runs later. */
static u32 stack_depth(const struct rk_an *a, u32 *chain)
{
	const struct rk_prog *p = a->p;
	u32 most = 0;

	if (p->n_funcs == 1)
		return a->frame_low[0];
	for (u32 k = 0; k < p->n_funcs; k++) {
		u32 f = a->cfg.callee_first[k], deepest = 0;

		for (u32 i = p->funcs[f].start; i < p->funcs[f].end; i++) {
			u32 to = rk_cfg_callee(&a->cfg, i);

			if (to != RK_NONE && chain[to] > deepest)
				deepest = chain[to];
		}
		chain[f] = a->frame_low[f] + deepest;
		if (a->cfg.funcs[f].later && chain[f] > most)
			most = chain[f];
	}
	return chain[0] > most ? chain[0] : most;
}

static bool check_stack(struct rk_an *a, struct rk_result *out)
{
	u32 limit = a->opts->stack_limit ? a->opts->stack_limit : STACK_MAX;

	out->stack_bytes = stack_depth(a, rk_alloc_array(a->arena, a->p->n_funcs, sizeof(u32)));
	if (out->stack_bytes <= limit)
		return true;
	a->pc = 0;
	return rk_fail(a, RK_DIAG_STACK_LIMIT,
		"the deepest chain of calls uses %u bytes of stack; the limit is %u",
		out->stack_bytes, limit);
}

static bool check_size(struct rk_an *a)
{
	u32 limit = a->opts->insn_limit ? a->opts->insn_limit : RK_MAX_INSNS;

	if (a->p->n_insns <= limit)
		return true;
	return rk_fail(a, RK_DIAG_TOO_LARGE, "the program has %u instructions; the limit is %u",
		a->p->n_insns, limit);
}

/* Places on the stack that are stored to by name: rarely are more values there at once, or fewer.
 */
static u32 stored_places(const struct rk_prog *p)
{
	u64 seen[RK_INIT_WORDS] = {0};
	u32 n = 0;

	for (u32 i = 0; i < p->n_insns; i++) {
		const struct rk_insn *in = &p->insns[i];
		u32 byte = (u32)(in->off + RK_FRAME_BYTES);

		if ((in->kind == RK_INSN_ST || in->kind == RK_INSN_STX) && in->dst == 10 &&
			byte < RK_FRAME_BYTES)
			seen[byte / 64] |= (u64)1 << byte % 64;
	}
	for (u32 w = 0; w < RK_INIT_WORDS; w++)
		n += (u32)__builtin_popcountll(seen[w]);
	return n;
}

/* What it throws is handed to a function that a tag of the program names. */
static bool catches(const struct rk_prog *p)
{
	static const char tag[] = "exception_callback:";
	const struct rk_btf *b = p->obj ? &p->obj->btf : NULL;

	for (u32 i = 1; b && p->funcs[0].btf_func && i < b->n; i++) {
		struct rk_btf_type t = rk_btf_type(b, i);

		if (t.kind == RK_BTF_DECL_TAG && t.size_or_type == p->funcs[0].btf_func &&
			!strncmp(t.name, tag, sizeof(tag) - 1))
			return true;
	}
	return false;
}

static bool throws(const struct rk_insn *in)
{
	const struct rk_helper_row *row = in->kind == RK_INSN_CALL ? rk_helper_row(in->ref) : NULL;

	return row && row->ret == RK_RET_THROW;
}

static bool moves_packets(const struct rk_an *a, const struct rk_insn *in)
{
	return in->kind == RK_INSN_CALL &&
	       (rk_writes_dynptr(in->ref) || rk_packet_moves(a, in->ref));
}

/* Callees come first, those that are called back among them. */
static void find_moves(struct rk_an *a)
{
	const struct rk_prog *p = a->p;

	a->moves = rk_alloc(a->arena, p->n_funcs);
	for (u32 k = 0; k < p->n_funcs; k++) {
		u32 f = a->cfg.callee_first[k];

		for (u32 i = p->funcs[f].start; i < p->funcs[f].end; i++) {
			u32 to = rk_cfg_callee(&a->cfg, i);

			a->moves[f] |=
				moves_packets(a, &p->insns[i]) || (to != RK_NONE && a->moves[to]);
		}
	}
}

/* What one call, or a may_goto, means for the program as a whole. */
static void note_kind(struct rk_an *a, const struct rk_insn *in)
{
	bool call = in->kind == RK_INSN_CALL;

	a->may_goto |= !call;
	a->counts |= rk_counts(in);
	a->catches = a->catches || (throws(in) && catches(a->p));
	a->moves_packets |= moves_packets(a, in);
}

static void begin(struct rk_an *a, struct rk_result *out)
{
	const struct rk_prog *p = a->p;

	out->frame_bytes = a->frame_low = rk_alloc_array(a->diags.arena, p->n_funcs, sizeof(u32));
	out->n_loops = a->cfg.n_loops;
	out->loops = rk_alloc_array(a->diags.arena, out->n_loops, sizeof(*out->loops));
	a->pool.arena = a->arena;
	a->next_id = 1;
	for (u32 i = 0; i < p->n_insns; i++)
		if (p->insns[i].kind == RK_INSN_CALL || p->insns[i].kind == RK_INSN_MAY_GOTO)
			note_kind(a, &p->insns[i]);
	if (a->moves_packets && p->n_funcs > 1)
		find_moves(a);
	a->loads = rk_alloc(a->diags.arena, p->n_insns / 4 + 1);
	rk_state_init(&a->s, &a->pool);
	a->s.runs_write = a->runs_write;
	rk_state_init(&a->other, &a->pool);
	rk_spills_reserve(&a->s, stored_places(p));
	if (!a->opts->no_facts)
		rk_facts_init(a);
	out->facts = a->facts;
}

static bool explore(struct rk_an *a, struct rk_result *out)
{
	if (!a->graphed && rk_flow_can(a))
		return rk_flow(a, &out->worst_insns);
	a->graphed = true;
	a->graph = rk_alloc(a->arena, sizeof(*a->graph));
	return rk_fix(a) && rk_rank(a, out);
}

static bool analyse(struct rk_an *a, struct rk_result *out)
{
	bool explored;

	if (!check_size(a) || !rk_check_attached(a))
		return false;
	rk_cfg_build(&a->cfg, a->arena, a->p);
	if (rk_cfg_check(&a->cfg, &a->diags)) {
		a->error = a->diags.first;
		return false;
	}
	rk_live_build(&a->live, a->arena, &a->cfg);
	begin(a, out);
	explored = explore(a, out);
	out->packets |= a->packets;
	if (!explored)
		return false;
	rk_facts_finish(a);
	out->ctx_bytes = a->ctx_bytes;
	out->stops = a->stops;
	out->stop_mask = a->stop_mask;
	out->leaks = a->leaks;
	out->lends = a->lends;
	out->kptrs = a->kptrs;
	return check_stack(a, out) && rk_cost_check(a, out);
}

/* How the exploration came to the error: states know who found them, and by which branch. */
static void keep_way(struct rk_an *a, struct rk_result *out, struct rk_arena *results)
{
	const struct rk_node *nodes = a->graph ? a->graph->nodes : NULL;
	u32 n = 0;

	out->error_insn = a->pc;
	out->n_way = 0;
	if (!nodes)
		return;
	if (a->via != RK_NONE)
		out->n_way++;
	for (u32 i = a->node; i != RK_NONE; i = nodes[i].parent)
		out->n_way += nodes[i].via != RK_NONE;
	out->way = rk_alloc_array(results, out->n_way + 1, sizeof(u32));
	if (a->via != RK_NONE)
		out->way[out->n_way - ++n] = a->via;
	for (u32 i = a->node; i != RK_NONE; i = nodes[i].parent)
		if (nodes[i].via != RK_NONE)
			out->way[out->n_way - ++n] = nodes[i].via;
}

/* One attempt; everything it allocates besides results is returned. */
static bool attempt(struct rk_an *a, struct rk_result *out, struct rk_arena *results,
	const struct rk_diags *diags, const struct rk_budget *budget)
{
	size_t before = results->used;
	struct rk_arena scratch;
	bool ok;

	rk_arena_init_tight(&scratch);
	a->arena = &scratch;
	a->budget = *budget;
	if (a->opts->states_per_point)
		a->budget.states = a->budget.trips = a->opts->states_per_point;
	out->worst_insns = RK_UNKNOWN_COST;
	out->worst_map = RK_NONE;
	rk_diags_init(&a->diags, results, diags->object);
	ok = analyse(a, out);
	if (!ok)
		keep_way(a, out, results);
	if (!ok && a->inexact)
		rk_note_crowd(a);
	out->steps += a->steps;
	out->joins += a->joins;
	out->states += a->graph ? a->graph->n_nodes : a->kept_states;
	if (scratch.peak + results->used > out->peak_bytes)
		out->peak_bytes = scratch.peak + results->used;
	a->peak = scratch.peak + results->used - before;
	rk_arena_fini(&scratch);
	a->graph = NULL;
	return ok;
}

static void splice(struct rk_diags *to, struct rk_diags *from)
{
	if (!from->first)
		return;
	*to->last = from->first;
	to->last = from->last;
	to->n += from->n;
}

static enum rk_verdict judge(struct rk_an *a)
{
	enum rk_verdict v = rk_diag_row(a->error->id)->verdict;

	if (v != RK_UNSAFE || !a->inexact)
		return v;
	rk_diag_note(&a->diags, a->error, a->error->loc,
		"states were joined before this point, so it may be safe and not proved so "
		"[RKV%04d]",
		RK_DIAG_BUDGET);
	return RK_UNPROVED;
}

/* Only what is judged stays, and what it took so far. */
static void begin_attempt(struct rk_an *a, bool graphed)
{
	const struct rk_verify_opts *opts = a->opts;
	const struct rk_hook_row *hook = a->hook;
	const struct rk_prog *p = a->p;
	u64 work = a->pool.work;

	*a = (struct rk_an){
		.p = p, .opts = opts, .hook = hook, .graphed = graphed, .pool.work = work};
	memset(a->runs_may_write, 0xff, sizeof(a->runs_may_write));
}

/* Was a slot written that was assumed not to be? Then it is assumed from now on. */
static bool learn_writes(const struct rk_an *a, u64 *assumed)
{
	bool more = false;

	for (u32 d = 0; d < RK_MAX_FRAMES; d++) {
		more |= a->runs_write[d] & ~assumed[d];
		assumed[d] |= a->runs_write[d];
	}
	return more;
}

/*
 * Numbers that lie where functions called by helpers may write are forgotten before they run: at
 * first all of them, and where that fails those alone that were seen to be written. Sound: in the
 * last attempt no run writes a slot that was not assumed, so each run, and who called, finds the
 * others as they were. An error found under fewer assumptions is that of fewer runs, and real.
 */
static bool retry_callbacks(struct rk_an *a, struct rk_result *out, struct rk_arena *results,
	const struct rk_diags *diags, const struct rk_budget *budget)
{
	u64 assumed[RK_MAX_FRAMES] = {0};
	bool ok;

	do {
		learn_writes(a, assumed);
		begin_attempt(a, true);
		memcpy(a->runs_may_write, assumed, sizeof(assumed));
		ok = attempt(a, out, results, diags, budget);
	} while (ok && learn_writes(a, assumed));
	return ok;
}

/* The same once more, with what is known of all loads and what it was accepted with. */
static bool retry_probes(struct rk_an *a, struct rk_result *out, struct rk_arena *results,
	const struct rk_diags *diags, const struct rk_budget *budget)
{
	const u8 *probes = a->loads;
	u64 assumed[RK_MAX_FRAMES];

	memcpy(assumed, a->runs_may_write, sizeof(assumed));
	begin_attempt(a, a->graphed);
	memcpy(a->runs_may_write, assumed, sizeof(assumed));
	a->probes = probes;
	return attempt(a, out, results, diags, budget);
}

/* What was tried took all the work that there is. */
static bool is_spent(const struct rk_an *a)
{
	return a->error && a->error->id == RK_DIAG_STEPS;
}

/* One budget: in one pass, and where that fails with the graph, which tells the path. */
static bool try_budget(struct rk_an *a, struct rk_result *out, struct rk_arena *results,
	const struct rk_diags *diags, const struct rk_budget *budget, bool graphed)
{
	bool ok;

	begin_attempt(a, graphed);
	ok = attempt(a, out, results, diags, budget);
	/* Without an error, too many states waited at once for the one pass. */
	if (!ok && !a->graphed && !is_spent(a)) {
		begin_attempt(a, true);
		ok = attempt(a, out, results, diags, budget);
	}
	if (!ok && a->forgot && !is_spent(a))
		ok = retry_callbacks(a, out, results, diags, budget);
	return ok && a->mixes ? retry_probes(a, out, results, diags, budget) : ok;
}

static bool try_all(struct rk_an *a, struct rk_result *out, struct rk_arena *results,
	const struct rk_diags *diags)
{
	for (u32 i = 0; i < RK_ARRAY_SIZE(budgets); i++) {
		if (try_budget(a, out, results, diags, &budgets[i], i > 0))
			return true;
		if (!a->inexact || a->opts->states_per_point || is_spent(a) ||
			a->error->id == RK_DIAG_MEMORY)
			break;
	}
	return false;
}

/* From the usual budget to one state per pending block and loops that widen at once. */
static const struct rk_budget lean[] = {
	{.states = 24, .trips = 1024, .steps = 64 << 10, .bytes = 64 << 20},
	{.states = 4, .trips = 16, .steps = 64 << 10, .bytes = 64 << 20},
	{.states = 1, .trips = 1, .steps = 64 << 10, .bytes = 64 << 20},
};

/* A size is named with room for the header of a block of results, which may fall anywhere. */
static u64 named_size(size_t peak)
{
	return (peak + 32 + 63) & ~(u64)63;
}

/* Within the arena: the first budget whose proof fits. Memory is why it fails only if one proves.
 */
static bool try_lean(struct rk_an *a, struct rk_result *out, struct rk_arena *results,
	const struct rk_diags *diags)
{
	size_t least = SIZE_MAX;

	for (u32 i = 0; i < RK_ARRAY_SIZE(lean); i++) {
		out->peak_bytes = 0;
		if (!try_budget(a, out, results, diags, &lean[i], false)) {
			out->peak_bytes = a->peak;
			if (!i)
				return false;
			continue;
		}
		out->peak_bytes = a->peak;
		if (a->peak <= a->opts->arena_bytes)
			return true;
		least = a->peak < least ? a->peak : least;
	}
	begin_attempt(a, true);
	rk_diags_init(&a->diags, results, diags->object);
	out->peak_bytes = least;
	return rk_fail(a, RK_DIAG_ARENA,
		"the proof needs an arena of %" PRIu64 " bytes; it has %" PRIu64, named_size(least),
		a->opts->arena_bytes);
}

int rk_verify(struct rk_result *out, struct rk_arena *results, const struct rk_prog *p,
	const struct rk_verify_opts *opts, struct rk_diags *diags)
{
	struct rk_an a = {.p = p, .opts = opts, .hook = rk_hook_row(p->hook.id)};
	size_t before = results->used; /* the object's, and of programs before this one */
	u64 start = now_us();
	bool ok;

	*out = (struct rk_result){.worst_insns = RK_UNKNOWN_COST, .worst_map = RK_NONE};
	if (!p->n_insns)
		return RK_EINPUT;
	if (opts->arena_bytes) {
		ok = try_lean(&a, out, results, diags);
	} else {
		ok = try_all(&a, out, results, diags);
		out->peak_bytes -= before;
	}
	out->verdict = ok ? RK_ACCEPT : judge(&a);
	splice(diags, &a.diags);
	out->time_us = now_us() - start;
	return 0;
}
