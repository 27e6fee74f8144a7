// SPDX-License-Identifier: MIT
/* Subprograms, which run in the state of their caller; returns, and what must hold at the end. */
#include <inttypes.h>
#include <string.h>
#include "packet.h"

/* The callee runs in this state: r1 to r5 are its arguments, r6 to r9 are put aside. */
bool rk_step_call(struct rk_an *a, const struct rk_insn *in)
{
	struct rk_state *s = &a->s;
	u32 func = rk_cfg_func_of(a->p, (u32)in->target);
	struct rk_reg fp;

	if (s->depth + 1 >= RK_MAX_FRAMES)
		return rk_fail(
			a, RK_DIAG_CALL_DEPTH, "calls nest more than %u deep", RK_MAX_FRAMES);
	if (a->p->funcs[func].global && !rk_check_unlocked(a, "", "a global function"))
		return false;
	if (!rk_iter_call(a, (enum rk_builtin)a->p->funcs[func].builtin))
		return false;
	rk_state_push(s, a->pc, func, false);
	rk_may_goto_begin(a, s);
	rk_regs_clear(s, 0, 0);
	fp = rk_reg_ptr(RK_T_STACK, s->depth, 0, a->pc);
	rk_reg_put(s, 10, &fp);
	return true;
}

static bool return_from(struct rk_an *a)
{
	struct rk_state *s = &a->s;
	struct rk_reg result, fp;

	rk_reg_read(s, 0, &result);
	if (result.kind == RK_T_STACK && result.obj == s->depth)
		return rk_fail(a, RK_DIAG_PTR_LEAK,
			"the function returns a pointer to its own stack, which ends here");
	rk_state_pop(s);
	fp = rk_reg_ptr(RK_T_STACK, s->depth, 0, a->pc);
	rk_reg_put(s, 10, &fp);
	a->pc = s->frame[s->depth].call;
	if (result.kind != RK_T_NONE)
		rk_facts_result(a, &result);
	a->pc++;
	return true;
}

/* The program ends with what is in this register. */
static bool check_return(struct rk_an *a, u32 reg)
{
	struct rk_reg result, *r = rk_reg_read(&a->s, reg, &result);
	s64 min = a->hook ? a->hook->ret_min : S32_MIN, max = a->hook ? a->hook->ret_max : S32_MAX;
	s64 lo, hi;

	if (!rk_check_readable(a, reg))
		return false;
	if (rk_is_secret(r) && !rk_may_leak(a))
		return rk_fail(
			a, RK_DIAG_PTR_LEAK, "the program would return %s", rk_kind_name(a, r));
	/* It says at the entry whether it runs at the return, and nothing else. */
	if (rk_is_session(a)) {
		min = 0;
		max = 1;
	}
	rk_packet_returns(a, &min, &max);
	rk_security_returns(a, &min, &max);
	if (min == S32_MIN && max == S32_MAX)
		return true;
	lo = r->kind == RK_T_SCALAR ? r->v.s32min : S32_MIN;
	hi = r->kind == RK_T_SCALAR ? r->v.s32max : S32_MAX;
	if (lo >= min && hi <= max)
		return true;
	rk_fail(a, RK_DIAG_RETURN_VALUE,
		"the program returns a value in [%" PRId64 ", %" PRId64 "]; '%s' takes [%" PRId64
		", %" PRId64 "]",
		lo, hi, a->hook->name, min, max);
	rk_note_origin(a, r, reg);
	rk_note_path(a);
	return false;
}

/* 0 goes on, 1 stops the loop. */
static bool check_callback_return(struct rk_an *a)
{
	struct rk_reg result, *r = rk_reg_read(&a->s, 0, &result);

	if (!rk_check_readable(a, 0))
		return false;
	return (r->kind == RK_T_SCALAR && r->v.umax <= rk_callback_result(a)) ||
	       rk_fail(a, RK_DIAG_RETURN_VALUE, "a callback returns 0%s",
		       rk_callback_result(a) ? " or 1" : " here");
}

static const char *what_is_held(const struct rk_an *a, const struct rk_held *held)
{
	const struct rk_insn *in = &a->p->insns[held->insn];
	const struct rk_helper_row *row = in->kind == RK_INSN_CALL ? rk_helper_row(in->ref) : NULL;

	if (rk_held_is_iter(held) || (row && row->args[0] == RK_ARG_ITER_NEW))
		return "an iterator was not destroyed";
	if (row && row->args[0] == RK_ARG_SPIN_LOCK)
		return "a lock is not released";
	if (held->id == RK_HELD_RCU)
		return "a section of bpf_rcu_read_lock was not ended";
	if (held->id == RK_HELD_PREEMPT)
		return "a section of bpf_preempt_disable was not ended";
	if (row && row->args[0] == RK_ARG_IRQ_NEW)
		return "interrupts are still off";
	return row && (row->ret == RK_RET_KREF_OR_NULL || row->ret == RK_RET_KREF ||
			      row->ret == RK_RET_SOCK_OR_NULL || row->ret == RK_RET_VALUE_OR_NULL ||
			      row->ret == RK_RET_KPTR_OLD || row->ret == RK_RET_ALLOC_OR_NULL ||
			      row->ret == RK_RET_NODE_OR_NULL || row->ret == RK_RET_SHARED_OR_NULL)
		       ? "a kernel object is still held"
		       : "a record is still reserved";
}

static bool still_held(struct rk_an *a)
{
	const struct rk_held *held = &a->s.held[a->s.n_held - 1];

	rk_fail(a, RK_DIAG_LEAK_REF, "the program ends while %s", what_is_held(a, held));
	rk_because(a, held->insn, "it began here; end it on every path");
	rk_note_path(a);
	return false;
}

/* All frames end with it, and none gives anything back: nothing is held in any. */
bool rk_step_throw(struct rk_an *a)
{
	if (a->catches)
		return rk_fail(a, RK_DIAG_UNSUPPORTED,
			"a function of the program's own runs after bpf_throw");
	if (rk_in_callback(a, 0))
		return rk_fail(a, RK_DIAG_CONTEXT, "bpf_throw in a function that a helper calls");
	return a->s.n_held ? still_held(a) : check_return(a, 1);
}

bool rk_step_exit(struct rk_an *a, bool *done)
{
	const struct rk_state *s = &a->s;

	*done = s->depth == 0 || s->frame[s->depth].callback;
	if (!*done)
		return return_from(a);
	if (!rk_check_callback_held(a))
		return still_held(a);
	return s->depth ? check_callback_return(a) : check_return(a, 0);
}
