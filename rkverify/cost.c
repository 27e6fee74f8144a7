// SPDX-License-Identifier: MIT
/*
 * The worst case in time, and the hook's limit on it. Times per BPF instruction are estimates for
 * compiled code with cold caches, in tenths of a nanosecond; the bound that counts is in
 * instructions.
 */
#include <inttypes.h>
#include <string.h>
#include "cost.h"

static const struct {
	const char *core;
	u32 tenth_ns;
} cores[] = {
	{"cortex-a53", 25},
	{"cortex-a72", 12},
	{"cortex-a76", 8},
	{"x86-64", 6},
};

/* A string that is printed is read byte by byte, 127 of them at most: counted in compiled code. */
enum { TRACE_PRINTK = 6, PRINT_ARGS = 3, STRING_COST = 17500 };

u64 rk_cost_ns(const char *core, u64 insns)
{
	u32 per = cores[0].tenth_ns;

	for (size_t i = 0; core && i < RK_ARRAY_SIZE(cores); i++)
		if (!strcmp(cores[i].core, core))
			per = cores[i].tenth_ns;
	return insns > U64_MAX / per ? U64_MAX : insns * per / 10;
}

/*
 * A conversion of trace_printk's that reads a string: how many there are in the format, at most as
 * many as it has arguments.
 */
static u32 count_strings(const u8 *f, u64 n)
{
	u32 strings = 0;

	for (u64 i = 0; i < n && f[i]; i++) {
		if (f[i] != '%')
			continue;
		for (i++; i < n && (f[i] == '-' || f[i] == 'l' || (f[i] >= '0' && f[i] <= '9'));)
			i++;
		if (i + 2 < n && f[i] == 'p' && (f[i + 1] == 'k' || f[i + 1] == 'u') &&
			f[i + 2] == 's')
			i += 2;
		strings += i < n && f[i] == 's';
	}
	return strings < PRINT_ARGS ? strings : PRINT_ARGS;
}

u64 rk_strings_cost(const struct rk_an *a, u32 helper)
{
	const struct rk_map_def *m;
	struct rk_reg format;
	u32 n = PRINT_ARGS;

	if (helper != TRACE_PRINTK)
		return 0;
	format = rk_reg_get(&a->s, 1);
	m = format.kind == RK_T_VALUE ? rk_an_map(a, format.obj) : NULL;
	if (m && m->use == RK_MAP_RODATA && m->init && format.v.umin == format.v.umax)
		n = count_strings(m->init + format.v.umin, m->value_size - format.v.umin);
	return (u64)n * STRING_COST;
}

static bool too_long(struct rk_an *a, const struct rk_result *out, u64 limit)
{
	a->pc = 0;
	rk_fail(a, RK_DIAG_COST,
		"the worst case is %" PRIu64 " instructions; '%s' programs may take %" PRIu64,
		out->worst_insns, a->hook->name, limit);
	for (u32 i = 0; i < out->n_loops; i++)
		if (out->loops[i].trips > 1)
			rk_because(a, out->loops[i].head, "this loop takes up to %" PRIu64 " trips",
				out->loops[i].trips);
	rk_because(a, 0, "RK_WORST_CASE(n) in the source allows more, or --worst-case N here");
	return false;
}

static bool too_slow(struct rk_an *a, const struct rk_result *out)
{
	a->pc = 0;
	return rk_fail(a, RK_DIAG_COST,
		"the worst case is about %" PRIu64 " ns; 10 %% of the period is %" PRIu64 " ns",
		out->worst_ns, a->p->hook.period_ns / 10);
}

/*
 * Does the hook's default limit hold? A robot's own hooks always have time to keep. Linux's have
 * where a robot shall run the program, and has the hook and the helpers; else the bound is
 * reported.
 */
static bool keeps_time(const struct rk_an *a)
{
	const struct rk_hook_row *h = a->hook;

	if (!h->runnable || h->ctx_kind == RK_CTX_STRUCT)
		return h->runnable;
	return a->opts->robot && !a->verify_only && !a->leaks && !a->lends && !a->kptrs;
}

bool rk_cost_check(struct rk_an *a, struct rk_result *out)
{
	u64 limit = a->opts->worst_limit ? a->opts->worst_limit : a->p->worst_case;

	out->worst_ns = rk_cost_ns(a->opts->core, out->worst_insns);
	if (!a->hook || limit == ~(u64)0 || (!limit && !keeps_time(a)))
		return true;
	if (!limit && !a->hook->budget_insns)
		return !a->p->hook.period_ns || out->worst_ns <= a->p->hook.period_ns / 10 ||
		       too_slow(a, out);
	if (!limit)
		limit = a->hook->budget_insns;
	return out->worst_insns <= limit || too_long(a, out, limit);
}
