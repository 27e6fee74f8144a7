// SPDX-License-Identifier: MIT
/*
 * BPF and facts -> one LLVM module: functions, blocks, registers, jumps. Registers are allocas that
 * SROA turns into values: each has an integer slot, and in functions where it may hold a pointer a
 * pointer slot with the same number. Dead code and branches proved dead end in a trap.
 */
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include "lift.h"

int rk_lift_fail(struct rk_lift *l, u32 i, const char *fmt, ...)
{
	char text[160];
	va_list args;

	va_start(args, fmt);
	vsnprintf(text, sizeof(text), fmt, args);
	va_end(args);
	if (!l->why)
		l->why = rk_format(l->a, "insn %u: %s", i, text);
	return RK_EUNSUP;
}

LLVMValueRef rk_lift_const(struct rk_lift *l, LLVMTypeRef type, s64 v)
{
	return LLVMConstInt(type, (u64)v, true);
}

/* An immediate of the program: in the opaque mode LLVM must not see what it is. */
LLVMValueRef rk_lift_imm(struct rk_lift *l, LLVMTypeRef type, s64 v)
{
	LLVMValueRef c = rk_lift_const(l, l->i64, v);

	if (l->opts->lower == RK_LOWER_OPAQUE) {
		LLVMSetVolatile(LLVMBuildStore(l->b, c, l->slot), true);
		c = LLVMBuildLoad2(l->b, l->i64, l->slot, "");
		LLVMSetVolatile(c, true);
	}
	return LLVMBuildTrunc(l->b, c, type, "");
}

LLVMTypeRef rk_lift_type(struct rk_lift *l, u32 bytes)
{
	return bytes == 1 ? l->i8 : bytes == 2 ? l->i16 : bytes == 4 ? l->i32 : l->i64;
}

bool rk_lift_flag(const struct rk_lift *l, u32 i, u32 flag)
{
	return l->facts && (l->facts[i].flags & flag);
}

bool rk_lift_is_ptr(const struct rk_lift *l, u32 i, u8 reg)
{
	return l->facts && (reg == LIFT_FP || (l->facts[i].ptr_regs & 1u << reg));
}

LLVMValueRef rk_lift_gep(struct rk_lift *l, LLVMValueRef base, LLVMValueRef off)
{
	return LLVMBuildGEP2(l->b, l->i8, base, &off, 1, "");
}

LLVMValueRef rk_lift_add(struct rk_lift *l, LLVMValueRef base, s64 off)
{
	return off ? rk_lift_gep(l, base, rk_lift_const(l, l->i64, off)) : base;
}

LLVMValueRef rk_lift_int(struct rk_lift *l, u8 reg)
{
	if (reg == LIFT_FP)
		return LLVMBuildPtrToInt(l->b, l->fp, l->i64, "");
	return LLVMBuildLoad2(l->b, l->i64, l->reg[reg], "");
}

LLVMValueRef rk_lift_ptr(struct rk_lift *l, u32 i, u8 reg)
{
	if (reg == LIFT_FP)
		return l->fp;
	if (rk_lift_is_ptr(l, i, reg))
		return LLVMBuildLoad2(l->b, l->ptr, l->preg[reg], "");
	return LLVMBuildIntToPtr(l->b, rk_lift_int(l, reg), l->ptr, "");
}

void rk_lift_set_int(struct rk_lift *l, u8 reg, LLVMValueRef v)
{
	LLVMBuildStore(l->b, v, l->reg[reg]);
	if (l->ptr_ever & 1u << reg)
		LLVMBuildStore(l->b, LLVMBuildIntToPtr(l->b, v, l->ptr, ""), l->preg[reg]);
}

void rk_lift_set_ptr(struct rk_lift *l, u8 reg, LLVMValueRef v)
{
	LLVMBuildStore(l->b, LLVMBuildPtrToInt(l->b, v, l->i64, ""), l->reg[reg]);
	if (l->ptr_ever & 1u << reg)
		LLVMBuildStore(l->b, v, l->preg[reg]);
}

LLVMTypeRef rk_lift_intrinsic(
	struct rk_lift *l, const char *name, LLVMTypeRef over, LLVMValueRef *fn)
{
	unsigned id = LLVMLookupIntrinsicID(name, strlen(name));
	size_t n = over ? 1 : 0;

	*fn = LLVMGetIntrinsicDeclaration(l->mod, id, &over, n);
	return LLVMIntrinsicGetType(l->ctx, id, &over, n);
}

static void build_trap(struct rk_lift *l)
{
	LLVMValueRef fn;
	LLVMTypeRef t = rk_lift_intrinsic(l, "llvm.trap", NULL, &fn);

	LLVMBuildCall2(l->b, t, fn, NULL, 0, "");
	LLVMBuildUnreachable(l->b);
}

static LLVMBasicBlockRef new_block(struct rk_lift *l)
{
	return LLVMAppendBasicBlockInContext(l->ctx, l->f->fn, "");
}

static LLVMBasicBlockRef trap_block(struct rk_lift *l)
{
	LLVMBasicBlockRef here = LLVMGetInsertBlock(l->b);

	if (!l->trap) {
		l->trap = new_block(l);
		LLVMPositionBuilderAtEnd(l->b, l->trap);
		build_trap(l);
		LLVMPositionBuilderAtEnd(l->b, here);
	}
	return l->trap;
}

void rk_lift_trap_unless(struct rk_lift *l, LLVMValueRef ok)
{
	LLVMBasicBlockRef next = new_block(l);

	LLVMBuildCondBr(l->b, ok, next, trap_block(l));
	LLVMPositionBuilderAtEnd(l->b, next);
}

/* The checking build: a scalar result outside its proved range ends in the trap. */
static void check_range(struct rk_lift *l, u32 i, LLVMValueRef v)
{
	const struct rk_fact *f = l->facts ? &l->facts[i] : NULL;

	if (!f || !l->opts->debug_checks || (f->flags & RK_FACT_DST_PTR))
		return;
	if (f->dst_min != S64_MIN)
		rk_lift_trap_unless(l, LLVMBuildICmp(l->b, LLVMIntSGE, v,
					       rk_lift_const(l, l->i64, f->dst_min), ""));
	if (f->dst_max != S64_MAX)
		rk_lift_trap_unless(l, LLVMBuildICmp(l->b, LLVMIntSLE, v,
					       rk_lift_const(l, l->i64, f->dst_max), ""));
}

void rk_lift_set(struct rk_lift *l, u32 i, u8 reg, LLVMValueRef v)
{
	check_range(l, i, v);
	if (rk_lift_flag(l, i, RK_FACT_DST_PTR))
		rk_lift_set_ptr(l, reg, LLVMBuildIntToPtr(l->b, v, l->ptr, ""));
	else
		rk_lift_set_int(l, reg, v);
}

static void lift_jump(struct rk_lift *l, u32 i)
{
	LLVMBuildBr(l->b, l->block[l->p->insns[i].target]);
	l->ended = true;
}

static void lift_branch(struct rk_lift *l, u32 i)
{
	LLVMBasicBlockRef yes = l->block[l->p->insns[i].target], no = l->block[i + 1];

	if (rk_lift_flag(l, i, RK_FACT_NEVER_TAKEN))
		yes = trap_block(l);
	if (!no || rk_lift_flag(l, i, RK_FACT_ALWAYS_TAKEN))
		no = trap_block(l);
	LLVMBuildCondBr(l->b, rk_lift_cond(l, i), yes, no);
	l->ended = true;
}

static int lift_insn(struct rk_lift *l, u32 i)
{
	const struct rk_insn *in = &l->p->insns[i];

	switch ((enum rk_insn_kind)in->kind) {
	case RK_INSN_ALU: return rk_lift_alu(l, i);
	case RK_INSN_MOVSX: return rk_lift_movsx(l, i);
	case RK_INSN_END: return rk_lift_end(l, i);
	case RK_INSN_LDDW: return rk_lift_lddw(l, i);
	case RK_INSN_PAD: return 0;
	case RK_INSN_LDX: return rk_lift_load(l, i);
	case RK_INSN_ST:
	case RK_INSN_STX: return rk_lift_store(l, i);
	case RK_INSN_ATOMIC: return rk_lift_atomic(l, i);
	case RK_INSN_JA: lift_jump(l, i); return 0;
	case RK_INSN_COND: lift_branch(l, i); return 0;
	case RK_INSN_CALL:
	case RK_INSN_CALLX: return rk_lift_call(l, i);
	case RK_INSN_CALL_SUB: return rk_lift_call_sub(l, i);
	case RK_INSN_EXIT:
		LLVMBuildRet(l->b, rk_lift_int(l, 0));
		l->ended = true;
		return 0;
	case RK_INSN_PACKET:
	case RK_INSN_MAY_GOTO: break; /* rk_aot_runnable() refuses it */
	}
	return rk_lift_fail(l, i, "instruction kind %u has no lowering", in->kind);
}

/* own_stack is exact for ALU (lift_alu.c); everything else that writes a register clears it. */
static void forget_stack(struct rk_lift *l, const struct rk_insn *in)
{
	if (in->kind == RK_INSN_CALL || in->kind == RK_INSN_CALL_SUB || in->kind == RK_INSN_CALLX)
		l->own_stack &= ~0x3fu;
	else if (in->kind == RK_INSN_ATOMIC)
		l->own_stack &= ~(1u << in->src | 1u);
	else if (in->kind == RK_INSN_LDX || in->kind == RK_INSN_LDDW || in->kind == RK_INSN_MOVSX ||
		 in->kind == RK_INSN_END)
		l->own_stack &= ~(1u << in->dst);
}

static void set_location(struct rk_lift *l, u32 i)
{
	LLVMMetadataRef at;

	if (!l->f->scope)
		return;
	at = LLVMDIBuilderCreateDebugLocation(l->ctx, i + 1, 0, l->f->scope, NULL);
	LLVMSetCurrentDebugLocation2(l->b, at);
}

static int lift_body(struct rk_lift *l, const struct rk_func *f)
{
	int err;

	for (u32 i = f->start; i < f->end; i++) {
		if (l->leader[i]) {
			if (!l->ended)
				LLVMBuildBr(l->b, l->block[i]);
			LLVMPositionBuilderAtEnd(l->b, l->block[i]);
			l->ended = false;
			l->own_stack = 1u << LIFT_FP;
		}
		if (l->ended)
			continue;
		set_location(l, i);
		if (l->facts && !rk_lift_flag(l, i, RK_FACT_REACHED) &&
			l->p->insns[i].kind != RK_INSN_PAD) {
			build_trap(l);
			l->ended = true;
			continue;
		}
		if ((err = lift_insn(l, i)))
			return err;
		forget_stack(l, &l->p->insns[i]);
	}
	if (!l->ended)
		build_trap(l);
	return 0;
}

/* Slots for the registers, all zero: a read before a write must not be undefined. */
static void lift_registers(struct rk_lift *l)
{
	for (u8 r = 0; r < LIFT_FP; r++) {
		l->reg[r] = LLVMBuildAlloca(l->b, l->i64, "");
		l->preg[r] = LLVMBuildAlloca(l->b, l->ptr, "");
	}
	l->slot = LLVMBuildAlloca(l->b, l->i64, "");
	for (u8 r = 0; r < LIFT_FP; r++)
		rk_lift_set_int(l, r, LLVMConstNull(l->i64));
}

/* r10: one past the frame's high end. */
static void lift_frame(struct rk_lift *l)
{
	LLVMValueRef low;

	if (l->env_stack) {
		low = rk_lift_env_load(l, offsetof(struct rk_env, stack));
		l->fp = rk_lift_add(l, low, (s64)l->f->frame_off + l->f->frame);
		return;
	}
	/* A multiple of 16, the frame at its high end: r10 - 8k is as aligned as facts assume. */
	low = LLVMBuildAlloca(l->b, LLVMArrayType2(l->i8, (l->f->frame + 15) & ~15u), "");
	LLVMSetAlignment(low, 16);
	l->fp = rk_lift_add(l, low, (l->f->frame + 15) & ~15u);
}

static void lift_params(struct rk_lift *l, bool entry)
{
	unsigned n = 0;

	if (entry) {
		l->env = LLVMGetParam(l->f->fn, 1);
		rk_lift_set_ptr(l, 1, LLVMGetParam(l->f->fn, 0));
		if (LLVMCountParams(l->f->fn) > 2)
			rk_lift_set_int(l, 2, LLVMGetParam(l->f->fn, 2));
		return;
	}
	for (u8 r = 1; r <= 5; r++)
		if (l->f->ptr_args & 1u << r)
			rk_lift_set_ptr(l, r, LLVMGetParam(l->f->fn, n++));
		else
			rk_lift_set_int(l, r, LLVMGetParam(l->f->fn, n++));
	l->env = LLVMGetParam(l->f->fn, n);
}

static void find_blocks(struct rk_lift *l, const struct rk_func *f)
{
	l->leader[f->start] = 1;
	for (u32 i = f->start; i < f->end; i++) {
		const struct rk_insn *in = &l->p->insns[i];

		if (in->kind != RK_INSN_JA && in->kind != RK_INSN_COND)
			continue;
		l->leader[in->target] = 1;
		if (i + 1 < f->end)
			l->leader[i + 1] = 1;
	}
	for (u32 i = f->start; i < f->end; i++)
		if (l->leader[i])
			l->block[i] = new_block(l);
}

static int lift_func(struct rk_lift *l, u32 k)
{
	const struct rk_func *f = &l->p->funcs[k];

	l->f = &l->funcs[k];
	l->trap = NULL;
	l->ptr_ever = 0;
	for (u32 i = f->start; l->facts && i < f->end; i++)
		l->ptr_ever |= l->facts[i].ptr_regs;
	l->entry = new_block(l);
	LLVMPositionBuilderAtEnd(l->b, l->entry);
	set_location(l, f->start);
	lift_registers(l);
	lift_params(l, k == 0);
	lift_frame(l);
	rk_lift_zero_stack(l, f);
	find_blocks(l, f);
	l->ended = false;
	return lift_body(l, f);
}

/* Offsets of frames in env->stack: after the deepest caller's. Calls do not recurse (verified). */
static int place_frames(struct rk_lift *l, u32 limit)
{
	const struct rk_prog *p = l->p;

	for (u32 round = 0; round < RK_MAX_FRAMES; round++)
		for (u32 k = 0; k < p->n_funcs; k++)
			for (u32 i = p->funcs[k].start; i < p->funcs[k].end; i++) {
				u32 end = l->funcs[k].frame_off + l->funcs[k].frame;

				if (p->insns[i].kind != RK_INSN_CALL_SUB)
					continue;
				for (u32 c = 1; c < p->n_funcs; c++)
					if (p->funcs[c].start == (u32)p->insns[i].target &&
						l->funcs[c].frame_off < end)
						l->funcs[c].frame_off = end;
			}
	for (u32 k = 0; k < p->n_funcs; k++)
		if (l->funcs[k].frame_off + l->funcs[k].frame > limit)
			return rk_lift_fail(
				l, p->funcs[k].start, "frame is outside the proved stack");
	return 0;
}

/* env is there for the whole run, and constant: its loads may be hoisted out of loops. */
static void declare_env(struct rk_lift *l, LLVMValueRef fn, unsigned param)
{
	u64 bytes = sizeof(struct rk_env) + l->n_maps * sizeof(struct rk_env_map);
	unsigned kind = LLVMGetEnumAttributeKindForName("dereferenceable", 15);

	LLVMAddAttributeAtIndex(fn, param + 1, LLVMCreateEnumAttribute(l->ctx, kind, bytes));
}

/*
 * A subprogram takes all of r1 to r5: one that only some calls set up may be read in those. LLVM
 * drops what is never read.
 */
static void declare_func(struct rk_lift *l, u32 k)
{
	const struct rk_func *f = &l->p->funcs[k];
	struct lift_func *out = &l->funcs[k];
	LLVMTypeRef params[6];
	const char *name;
	unsigned n = 0;

	out->ptr_args = l->facts ? l->facts[f->start].ptr_regs & 0x3e : 0;
	if (k == 0) {
		params[n++] = l->ptr;
		params[n++] = l->ptr;
		if (l->p->hook.id == RK_HOOK_NONE) /* conformance: r2 = length of the memory */
			params[n++] = l->i64;
	} else {
		for (u8 r = 1; r <= 5; r++)
			params[n++] = out->ptr_args & 1u << r ? l->ptr : l->i64;
		params[n++] = l->ptr;
	}
	out->type = LLVMFunctionType(l->i64, params, n, false);
	name = k ? rk_format(l->a, "f%u", k) : "rk_entry";
	out->fn = LLVMAddFunction(l->mod, name, out->type);
	rk_lift_debug_func(l, out, name, strlen(name));
	LLVMSetLinkage(out->fn, k ? LLVMInternalLinkage : LLVMExternalLinkage);
	rk_attr_common(rk_target(l->opts->arch), out->fn);
	declare_env(l, out->fn, k ? n - 1 : 1);
}

LLVMModuleRef rk_lift_module(struct rk_lift *l)
{
	const struct rk_prog *p = l->p;

	l->leader = rk_alloc_array(l->a, p->n_insns + 1, sizeof(*l->leader));
	l->block = rk_alloc_array(l->a, p->n_insns + 1, sizeof(*l->block));
	for (u32 k = 0; k < p->n_funcs; k++)
		declare_func(l, k);
	if (l->env_stack && place_frames(l, l->stack_bytes))
		return NULL;
	for (u32 k = 0; k < p->n_funcs; k++)
		if (lift_func(l, k))
			return NULL;
	return l->mod;
}
