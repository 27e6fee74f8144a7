// SPDX-License-Identifier: MIT
/*
 * Calls: helpers as direct calls to external symbols, array look-ups inlined, subprograms as
 * internal functions. Nothing is told to LLVM about what a helper does to memory.
 */
#include <stdio.h>
#include "lift.h"
#include "rk/tables.h"

LLVMValueRef rk_lift_helper(struct rk_lift *l, u32 id, LLVMTypeRef *type)
{
	LLVMTypeRef params[6] = {l->i64, l->i64, l->i64, l->i64, l->i64, l->ptr};
	bool is_probe = id > LIFT_PROBE_BASE && id <= LIFT_PROBE_BASE + 8;
	LLVMValueRef fn;
	char name[32];

	if (is_probe)
		snprintf(name, sizeof(name), "rk_probe_ld%u", id - LIFT_PROBE_BASE);
	else
		snprintf(name, sizeof(name), "rk_helper_%u", id);
	*type = LLVMFunctionType(l->i64, params, is_probe ? 1 : 6, false);
	fn = LLVMGetNamedFunction(l->mod, name);
	if (!fn) {
		fn = LLVMAddFunction(l->mod, name, *type);
		rk_attr_enum(fn, "nounwind", 0);
	}
	return fn;
}

/*
 * An argument that the row does not have is passed as 0, whatever the register holds: the number of
 * arguments comes from the table. One that the call may leave out is passed as it is: on a way that
 * did not set it up it is what forget_args() left. Without facts (conformance) all five registers
 * are passed.
 */
static LLVMValueRef argument(struct rk_lift *l, const struct rk_helper_row *row, u8 n)
{
	if (l->facts && row->args[n] == RK_ARG_NONE)
		return LLVMConstNull(l->i64);
	return rk_lift_int(l, n + 1);
}

/* r1 to r5 are 0 behind a call, as in the interpreter: no helper sees what was left behind. */
static void forget_args(struct rk_lift *l)
{
	for (u8 reg = 1; l->facts && reg <= 5; reg++)
		rk_lift_set_int(l, reg, LLVMConstNull(l->i64));
}

/* The array map whose look-up is inlined here, or NULL. */
static const struct rk_map_def *inline_map(const struct rk_lift *l, u32 i)
{
	const struct rk_map_def *m;
	const struct rk_map_row *row;

	if (!l->facts || l->p->insns[i].ref != 1 || l->facts[i].map == RK_NO_MAP)
		return NULL;
	m = &l->p->obj->maps[l->facts[i].map];
	row = rk_map_row(m->type);
	return row && (row->flags & RK_MAPF_INLINE) ? m : NULL;
}

/*
 * base + index * stride, or null. The key is loaded once: plainly from the own frame, which nobody
 * else writes, else volatile. Where the index was proved in range the test stays, as a trap.
 */
static void look_up(struct rk_lift *l, u32 i, const struct rk_map_def *m)
{
	LLVMValueRef key = LLVMBuildLoad2(l->b, l->i32, rk_lift_ptr(l, i, 2), "");
	LLVMValueRef in_range, at, base;

	LLVMSetAlignment(key, 1);
	if (!(l->own_stack & 1u << 2))
		LLVMSetVolatile(key, true);
	in_range =
		LLVMBuildICmp(l->b, LLVMIntULT, key, rk_lift_const(l, l->i32, m->max_entries), "");
	if (rk_lift_flag(l, i, RK_FACT_NONNULL))
		rk_lift_trap_unless(l, in_range);
	base = rk_lift_env_map(l, l->facts[i].map, true);
	at = LLVMBuildMul(l->b, LLVMBuildZExt(l->b, key, l->i64, ""),
		rk_lift_const(l, l->i64, (s64)rk_map_stride(m->value_size)), "");
	at = rk_lift_gep(l, base, at);
	if (!rk_lift_flag(l, i, RK_FACT_NONNULL))
		at = LLVMBuildSelect(l->b, in_range, at, LLVMConstNull(l->ptr), "");
	rk_lift_set_ptr(l, 0, at);
}

/* CALLX names its helper by a number in a register: found where a constant was just put there. */
static int helper_of(struct rk_lift *l, u32 i, u32 *id)
{
	const struct rk_insn *in = &l->p->insns[i];

	*id = in->ref;
	if (in->kind == RK_INSN_CALL)
		return 0;
	for (u32 k = i; k-- && !l->leader[k + 1];) {
		const struct rk_insn *def = &l->p->insns[k];

		if (def->dst != in->dst)
			continue;
		if (def->kind != RK_INSN_ALU || def->op != RK_ALU_MOV ||
			(def->flags & RK_INSN_SRC_REG))
			break;
		*id = (u32)def->imm;
		return 0;
	}
	return rk_lift_fail(l, i, "call through a register whose value is not a constant");
}

int rk_lift_call(struct rk_lift *l, u32 i)
{
	const struct rk_helper_row *row;
	const struct rk_map_def *m = inline_map(l, i);
	LLVMValueRef args[6], fn, v;
	LLVMTypeRef type;
	u32 id = 0;
	int err = helper_of(l, i, &id);

	if (err)
		return err;
	row = rk_helper_row(id);
	if (l->facts && (!row || !row->runnable))
		return rk_lift_fail(l, i, "helper %u cannot be compiled", id);
	if (m) {
		look_up(l, i, m);
		forget_args(l);
		return 0;
	}
	for (u8 n = 0; n < 5; n++)
		args[n] = argument(l, row, n);
	args[5] = l->env;
	fn = rk_lift_helper(l, id, &type);
	v = LLVMBuildCall2(l->b, type, fn, args, 6, "");
	if (l->facts && row->ret == RK_RET_VOID)
		v = LLVMConstNull(l->i64);
	rk_lift_set(l, i, 0, v);
	forget_args(l);
	return 0;
}

static struct lift_func *callee_of(struct rk_lift *l, u32 start)
{
	for (u32 k = 0; k < l->p->n_funcs; k++)
		if (l->p->funcs[k].start == start)
			return &l->funcs[k];
	return NULL;
}

int rk_lift_call_sub(struct rk_lift *l, u32 i)
{
	struct lift_func *f = callee_of(l, (u32)l->p->insns[i].target);
	LLVMValueRef args[6];
	u32 n = 0;

	if (!f || f == l->funcs)
		return rk_lift_fail(l, i, "call of something that is no subprogram");
	for (u8 reg = 1; reg <= 5; reg++)
		args[n++] = f->ptr_args & 1u << reg ? rk_lift_ptr(l, i, reg) : rk_lift_int(l, reg);
	args[n++] = l->env;
	rk_lift_set(l, i, 0, LLVMBuildCall2(l->b, f->type, f->fn, args, n, ""));
	forget_args(l);
	return 0;
}
