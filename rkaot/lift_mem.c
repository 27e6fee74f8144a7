// SPDX-License-Identifier: MIT
/*
 * Memory. What others can write (values, contexts, arguments) is loaded exactly once, so that the
 * value that was checked is the value that is used: an unordered atomic where the alignment is
 * proved, else volatile. The own stack and unsubmitted records are private: plain accesses.
 */
#include <string.h>
#include "lift.h"

enum access { ACCESS_PLAIN, ACCESS_ONCE, ACCESS_PROBE };

static enum access access_of(const struct rk_lift *l, u32 i)
{
	const struct rk_fact *f;

	if (!l->facts)
		return ACCESS_PLAIN;
	f = &l->facts[i];
	switch (f->region) {
	case RK_REGION_KERNEL: return ACCESS_PROBE;
	case RK_REGION_STACK:
	case RK_REGION_RECORD: return f->flags & RK_FACT_SHARED ? ACCESS_ONCE : ACCESS_PLAIN;
	default: return ACCESS_ONCE;
	}
}

static u32 align_of(const struct rk_lift *l, u32 i)
{
	return l->facts && l->facts[i].align ? l->facts[i].align : 1;
}

static LLVMValueRef address(struct rk_lift *l, u32 i, u8 reg)
{
	return rk_lift_add(l, rk_lift_ptr(l, i, reg), l->p->insns[i].off);
}

LLVMValueRef rk_lift_env_load(struct rk_lift *l, u32 offset)
{
	LLVMValueRef v = LLVMBuildLoad2(l->b, l->ptr, rk_lift_add(l, l->env, offset), "");
	u32 kind = LLVMGetMDKindIDInContext(l->ctx, "invariant.load", 14);
	LLVMMetadataRef empty = LLVMMDNodeInContext2(l->ctx, NULL, 0);

	LLVMSetAlignment(v, 8);
	LLVMSetMetadata(v, kind, LLVMMetadataAsValue(l->ctx, empty));
	return v;
}

LLVMValueRef rk_lift_env_map(struct rk_lift *l, u32 map, bool base)
{
	u32 at = offsetof(struct rk_env, maps) + l->map_index[map] * (u32)sizeof(struct rk_env_map);

	return rk_lift_env_load(l, at + (base ? offsetof(struct rk_env_map, base) : 0));
}

int rk_lift_lddw(struct rk_lift *l, u32 i)
{
	const struct rk_insn *in = &l->p->insns[i];

	switch (in->ref_kind) {
	case RK_REF_NONE: rk_lift_set_int(l, in->dst, rk_lift_imm(l, l->i64, in->imm)); return 0;
	case RK_REF_MAP: rk_lift_set_ptr(l, in->dst, rk_lift_env_map(l, in->ref, false)); return 0;
	case RK_REF_MAP_VALUE:
		rk_lift_set_ptr(
			l, in->dst, rk_lift_add(l, rk_lift_env_map(l, in->ref, true), in->imm));
		return 0;
	case RK_REF_FUNC: return rk_lift_fail(l, i, "callbacks are not compiled yet");
	default: return rk_lift_fail(l, i, "kernel variables cannot be compiled");
	}
}

/* Constants of .rodata: the blob carries these bytes and nothing can write them. */
static LLVMValueRef read_only(struct rk_lift *l, u32 i)
{
	const struct rk_insn *in = &l->p->insns[i];
	const struct rk_fact *f = l->facts ? &l->facts[i] : NULL;
	const struct rk_map_def *m;
	u64 v = 0;

	if (!f || f->region != RK_REGION_VALUE || f->map == RK_NO_MAP || f->off_min != f->off_max ||
		(f->flags & RK_FACT_DST_PTR))
		return NULL;
	m = &l->p->obj->maps[f->map];
	if (m->use != RK_MAP_RODATA || f->off_min < 0 || (u64)f->off_min + in->size > m->value_size)
		return NULL;
	if (m->init)
		memcpy(&v, m->init + f->off_min, in->size);
	return rk_lift_const(l, rk_lift_type(l, in->size), (s64)v);
}

static LLVMValueRef probe(struct rk_lift *l, u32 i)
{
	const struct rk_insn *in = &l->p->insns[i];
	LLVMValueRef at = LLVMBuildPtrToInt(l->b, address(l, i, in->src), l->i64, ""), fn, v;
	LLVMTypeRef t = NULL;

	fn = rk_lift_helper(l, LIFT_PROBE_BASE + in->size, &t);
	v = LLVMBuildCall2(l->b, t, fn, &at, 1, "");
	return LLVMBuildTrunc(l->b, v, rk_lift_type(l, in->size), "");
}

static LLVMValueRef load(struct rk_lift *l, u32 i, LLVMTypeRef type)
{
	const struct rk_insn *in = &l->p->insns[i];
	LLVMValueRef v = LLVMBuildLoad2(l->b, type, address(l, i, in->src), "");
	u32 align = align_of(l, i);

	LLVMSetAlignment(v, align);
	if (access_of(l, i) == ACCESS_ONCE) {
		if (align >= in->size)
			LLVMSetOrdering(v, LLVMAtomicOrderingUnordered);
		else
			LLVMSetVolatile(v, true);
	}
	return v;
}

int rk_lift_load(struct rk_lift *l, u32 i)
{
	const struct rk_insn *in = &l->p->insns[i];
	LLVMValueRef v = read_only(l, i);

	if (!v && access_of(l, i) == ACCESS_PROBE)
		v = probe(l, i);
	if (!v && in->size == 8 && rk_lift_flag(l, i, RK_FACT_DST_PTR)) {
		rk_lift_set_ptr(l, in->dst, load(l, i, l->ptr));
		return 0;
	}
	if (!v)
		v = load(l, i, rk_lift_type(l, in->size));
	v = in->flags & RK_INSN_SIGNED ? LLVMBuildSExt(l->b, v, l->i64, "")
				       : LLVMBuildZExt(l->b, v, l->i64, "");
	rk_lift_set(l, i, in->dst, v);
	return 0;
}

int rk_lift_store(struct rk_lift *l, u32 i)
{
	const struct rk_insn *in = &l->p->insns[i];
	LLVMTypeRef type = rk_lift_type(l, in->size);
	enum access access = access_of(l, i);
	u32 align = align_of(l, i);
	LLVMValueRef v, st;

	if (access == ACCESS_PROBE)
		return rk_lift_fail(l, i, "store outside the program's own memory");
	if (in->kind == RK_INSN_ST)
		v = rk_lift_imm(l, type, in->imm);
	else if (in->size == 8 && rk_lift_is_ptr(l, i, in->src))
		v = rk_lift_ptr(l, i, in->src);
	else
		v = LLVMBuildTrunc(l->b, rk_lift_int(l, in->src), type, "");
	st = LLVMBuildStore(l->b, v, address(l, i, in->dst));
	LLVMSetAlignment(st, align);
	if (access == ACCESS_ONCE && align >= in->size)
		LLVMSetOrdering(st, LLVMAtomicOrderingUnordered);
	return 0;
}

static LLVMAtomicRMWBinOp rmw(u8 op)
{
	switch (op) {
	case RK_ATOMIC_ADD: return LLVMAtomicRMWBinOpAdd;
	case RK_ATOMIC_OR: return LLVMAtomicRMWBinOpOr;
	case RK_ATOMIC_AND: return LLVMAtomicRMWBinOpAnd;
	case RK_ATOMIC_XOR: return LLVMAtomicRMWBinOpXor;
	default: return LLVMAtomicRMWBinOpXchg;
	}
}

static LLVMValueRef exchange_if(
	struct rk_lift *l, const struct rk_insn *in, LLVMValueRef at, LLVMValueRef v)
{
	LLVMTypeRef type = rk_lift_type(l, in->size);
	LLVMValueRef was = LLVMBuildTrunc(l->b, rk_lift_int(l, 0), type, "");
	LLVMValueRef r =
		LLVMBuildAtomicCmpXchg(l->b, at, was, v, LLVMAtomicOrderingSequentiallyConsistent,
			LLVMAtomicOrderingSequentiallyConsistent, false);

	return LLVMBuildExtractValue(l->b, r, 0, "");
}

/* Fetching operations are full barriers, the others order nothing: Linux's rule. */
int rk_lift_atomic(struct rk_lift *l, u32 i)
{
	const struct rk_insn *in = &l->p->insns[i];
	bool fetch = in->flags & RK_INSN_FETCH || in->op >= RK_ATOMIC_XCHG;
	LLVMValueRef at = address(l, i, in->dst), v, old;

	if (l->facts && (l->facts[i].align < in->size || access_of(l, i) == ACCESS_PROBE))
		return rk_lift_fail(l, i, "atomic operation on memory not proved aligned");
	v = LLVMBuildTrunc(l->b, rk_lift_int(l, in->src), rk_lift_type(l, in->size), "");
	if (in->op == RK_ATOMIC_CMPXCHG)
		old = exchange_if(l, in, at, v);
	else
		old = LLVMBuildAtomicRMW(l->b, rmw(in->op), at, v,
			fetch ? LLVMAtomicOrderingSequentiallyConsistent
			      : LLVMAtomicOrderingMonotonic,
			false);
	if (fetch)
		rk_lift_set(l, i, in->op == RK_ATOMIC_CMPXCHG ? 0 : in->src,
			LLVMBuildZExt(l->b, old, l->i64, ""));
	return 0;
}

static void zero(struct rk_lift *l, LLVMValueRef frame_end, s64 from, s64 to)
{
	for (; from < to; from += 8)
		LLVMSetAlignment(LLVMBuildStore(l->b, LLVMConstNull(l->i64),
					 rk_lift_add(l, frame_end, from)),
			8);
}

/*
 * Slots that some read is not proved to find initialised hold zero at entry (as in the
 * interpreter): undef would let LLVM delete code, freeze would leak the kernel's stack.
 */
int rk_lift_zero_stack(struct rk_lift *l, const struct rk_func *f)
{
	s64 end = l->f->frame, low = 0, high = -end;

	for (u32 i = 0; i < l->p->n_insns; i++) {
		const struct rk_fact *x = l->facts ? &l->facts[i] : NULL;

		if (x && !(x->flags & RK_FACT_UNINIT))
			continue;
		if (!x || x->frame || l->p->insns[i].kind != RK_INSN_LDX) {
			low = -end; /* a callee's read, a helper's, or no facts: the whole frame */
			high = 0;
			break;
		}
		if (i < f->start || i >= f->end)
			continue;
		low = x->off_min < low ? x->off_min : low;
		high = x->off_max + 8 > high ? x->off_max + 8 : high;
	}
	if (low < high)
		zero(l, l->fp, low < -end ? -end : low & ~(s64)7,
			high > 0 ? 0 : (high + 7) & ~(s64)7);
	return 0;
}
