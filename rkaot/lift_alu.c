// SPDX-License-Identifier: MIT
/* Arithmetic, moves, byte order and conditions. Each is defined for every operand. */
#include "lift.h"

static const struct rk_insn *insn_at(const struct rk_lift *l, u32 i)
{
	return &l->p->insns[i];
}

/* The second operand in the operation's width. */
static LLVMValueRef operand(struct rk_lift *l, const struct rk_insn *in, LLVMTypeRef type)
{
	if (!(in->flags & RK_INSN_SRC_REG))
		return rk_lift_imm(l, type, in->imm);
	return LLVMBuildTrunc(l->b, rk_lift_int(l, in->src), type, "");
}

static LLVMValueRef is(struct rk_lift *l, LLVMValueRef v, s64 n)
{
	return LLVMBuildICmp(l->b, LLVMIntEQ, v, rk_lift_const(l, LLVMTypeOf(v), n), "");
}

static LLVMValueRef choose(struct rk_lift *l, LLVMValueRef c, LLVMValueRef a, LLVMValueRef b)
{
	return LLVMBuildSelect(l->b, c, a, b, "");
}

/*
 * The divisor is replaced before the division, not the result after it: from `udiv a, s` LLVM
 * concludes s != 0 and would delete a later test.
 */
static LLVMValueRef divide(struct rk_lift *l, LLVMValueRef a, LLVMValueRef s, bool mod)
{
	LLVMTypeRef t = LLVMTypeOf(a);
	LLVMValueRef zero = is(l, s, 0);
	LLVMValueRef d = choose(l, zero, rk_lift_const(l, t, 1), s);

	if (mod)
		return choose(l, zero, a, LLVMBuildURem(l->b, a, d, ""));
	return choose(l, zero, rk_lift_const(l, t, 0), LLVMBuildUDiv(l->b, a, d, ""));
}

/* As divide(); -1 too, because MIN / -1 overflows: the quotient is then 0 - a, the rest 0. */
static LLVMValueRef divide_signed(struct rk_lift *l, LLVMValueRef a, LLVMValueRef s, bool mod)
{
	LLVMTypeRef t = LLVMTypeOf(a);
	LLVMValueRef none = rk_lift_const(l, t, 0);
	LLVMValueRef zero = is(l, s, 0), minus = is(l, s, -1);
	LLVMValueRef d = choose(l, LLVMBuildOr(l->b, zero, minus, ""), rk_lift_const(l, t, 1), s);

	if (mod)
		return choose(l, zero, a, choose(l, minus, none, LLVMBuildSRem(l->b, a, d, "")));
	return choose(l, zero, none,
		choose(l, minus, LLVMBuildNeg(l->b, a, ""), LLVMBuildSDiv(l->b, a, d, "")));
}

static LLVMValueRef shift(struct rk_lift *l, u8 op, LLVMValueRef a, LLVMValueRef s)
{
	LLVMTypeRef t = LLVMTypeOf(a);
	LLVMValueRef n = LLVMBuildAnd(l->b, s, rk_lift_const(l, t, LLVMGetIntTypeWidth(t) - 1), "");

	if (op == RK_ALU_LSH)
		return LLVMBuildShl(l->b, a, n, "");
	if (op == RK_ALU_RSH)
		return LLVMBuildLShr(l->b, a, n, "");
	return LLVMBuildAShr(l->b, a, n, "");
}

static LLVMValueRef compute(
	struct rk_lift *l, const struct rk_insn *in, LLVMValueRef a, LLVMValueRef s)
{
	bool sign = in->flags & RK_INSN_SIGNED;

	switch (in->op) {
	case RK_ALU_ADD: return LLVMBuildAdd(l->b, a, s, "");
	case RK_ALU_SUB: return LLVMBuildSub(l->b, a, s, "");
	case RK_ALU_MUL: return LLVMBuildMul(l->b, a, s, "");
	case RK_ALU_OR: return LLVMBuildOr(l->b, a, s, "");
	case RK_ALU_AND: return LLVMBuildAnd(l->b, a, s, "");
	case RK_ALU_XOR: return LLVMBuildXor(l->b, a, s, "");
	case RK_ALU_NEG: return LLVMBuildNeg(l->b, a, "");
	case RK_ALU_LSH:
	case RK_ALU_RSH:
	case RK_ALU_ARSH: return shift(l, in->op, a, s);
	case RK_ALU_DIV:
	case RK_ALU_MOD: return (sign ? divide_signed : divide)(l, a, s, in->op == RK_ALU_MOD);
	default: return NULL;
	}
}

/* pointer + number, number + pointer, pointer - number stay pointers (GEP); false: compute as
 * numbers. */
static bool pointer_alu(struct rk_lift *l, u32 i)
{
	const struct rk_insn *in = insn_at(l, i);
	bool reg = in->flags & RK_INSN_SRC_REG;
	bool dst = rk_lift_is_ptr(l, i, in->dst), src = reg && rk_lift_is_ptr(l, i, in->src);
	u8 base = dst ? in->dst : in->src;
	LLVMValueRef off;

	if (in->size != 8 || dst == src || (in->op != RK_ALU_ADD && in->op != RK_ALU_SUB))
		return false;
	if (in->op == RK_ALU_SUB && !dst)
		return false;
	if (reg)
		off = rk_lift_int(l, dst ? in->src : in->dst);
	else
		off = rk_lift_imm(l, l->i64, in->imm);
	if (in->op == RK_ALU_SUB)
		off = LLVMBuildNeg(l->b, off, "");
	rk_lift_set_ptr(l, in->dst, rk_lift_gep(l, rk_lift_ptr(l, i, base), off));
	return true;
}

static void move(struct rk_lift *l, u32 i)
{
	const struct rk_insn *in = insn_at(l, i);
	LLVMTypeRef type = rk_lift_type(l, in->size);

	if (in->size == 8 && (in->flags & RK_INSN_SRC_REG) && rk_lift_is_ptr(l, i, in->src))
		rk_lift_set_ptr(l, in->dst, rk_lift_ptr(l, i, in->src));
	else
		rk_lift_set_int(l, in->dst, LLVMBuildZExt(l->b, operand(l, in, type), l->i64, ""));
}

/* Registers that provably hold an address of the own frame: r10, its copies, and constant offsets.
 */
static void track_stack(struct rk_lift *l, const struct rk_insn *in)
{
	u16 bit = 1u << in->dst;
	bool reg = in->flags & RK_INSN_SRC_REG;

	if (in->size == 8 && in->op == RK_ALU_MOV && reg && (l->own_stack & 1u << in->src))
		l->own_stack |= bit;
	else if (in->size != 8 || reg || (in->op != RK_ALU_ADD && in->op != RK_ALU_SUB))
		l->own_stack &= ~bit;
}

int rk_lift_alu(struct rk_lift *l, u32 i)
{
	const struct rk_insn *in = insn_at(l, i);
	LLVMTypeRef type = rk_lift_type(l, in->size);
	LLVMValueRef a, v;

	track_stack(l, in);
	if (in->op == RK_ALU_MOV) {
		move(l, i);
		return 0;
	}
	if (pointer_alu(l, i))
		return 0;
	a = LLVMBuildTrunc(l->b, rk_lift_int(l, in->dst), type, "");
	v = compute(l, in, a, in->op == RK_ALU_NEG ? NULL : operand(l, in, type));
	if (!v)
		return rk_lift_fail(l, i, "arithmetic operation %u has no lowering", in->op);
	rk_lift_set(l, i, in->dst, LLVMBuildZExt(l->b, v, l->i64, ""));
	return 0;
}

int rk_lift_movsx(struct rk_lift *l, u32 i)
{
	const struct rk_insn *in = insn_at(l, i);
	LLVMValueRef v =
		LLVMBuildTrunc(l->b, rk_lift_int(l, in->src), rk_lift_type(l, in->msize), "");

	v = LLVMBuildSExt(l->b, v, rk_lift_type(l, in->size), "");
	rk_lift_set_int(l, in->dst, LLVMBuildZExt(l->b, v, l->i64, ""));
	return 0;
}

/* Both targets are little-endian: `le` only truncates. */
int rk_lift_end(struct rk_lift *l, u32 i)
{
	const struct rk_insn *in = insn_at(l, i);
	LLVMTypeRef type = rk_lift_type(l, in->imm / 8);
	LLVMValueRef v = LLVMBuildTrunc(l->b, rk_lift_int(l, in->dst), type, ""), fn;

	if (in->op != RK_END_LE) {
		LLVMTypeRef t = rk_lift_intrinsic(l, "llvm.bswap", type, &fn);

		v = LLVMBuildCall2(l->b, t, fn, &v, 1, "");
	}
	rk_lift_set_int(l, in->dst, LLVMBuildZExt(l->b, v, l->i64, ""));
	return 0;
}

static LLVMIntPredicate predicate(u8 op)
{
	switch (op) {
	case RK_COND_JEQ: return LLVMIntEQ;
	case RK_COND_JGT: return LLVMIntUGT;
	case RK_COND_JGE: return LLVMIntUGE;
	case RK_COND_JSGT: return LLVMIntSGT;
	case RK_COND_JSGE: return LLVMIntSGE;
	case RK_COND_JLT: return LLVMIntULT;
	case RK_COND_JLE: return LLVMIntULE;
	case RK_COND_JSLT: return LLVMIntSLT;
	case RK_COND_JSLE: return LLVMIntSLE;
	default: return LLVMIntNE; /* JNE, and JSET on the conjunction */
	}
}

LLVMValueRef rk_lift_cond(struct rk_lift *l, u32 i)
{
	const struct rk_insn *in = insn_at(l, i);
	LLVMTypeRef type = rk_lift_type(l, in->size);
	bool reg = in->flags & RK_INSN_SRC_REG;
	LLVMValueRef a, s;

	if (in->size == 8 && in->op != RK_COND_JSET && rk_lift_is_ptr(l, i, in->dst)) {
		if (reg && rk_lift_is_ptr(l, i, in->src))
			return LLVMBuildICmp(l->b, predicate(in->op), rk_lift_ptr(l, i, in->dst),
				rk_lift_ptr(l, i, in->src), "");
		if (!reg && in->imm == 0)
			return LLVMBuildICmp(l->b, predicate(in->op), rk_lift_ptr(l, i, in->dst),
				LLVMConstNull(l->ptr), "");
	}
	a = LLVMBuildTrunc(l->b, rk_lift_int(l, in->dst), type, "");
	s = operand(l, in, type);
	if (in->op != RK_COND_JSET)
		return LLVMBuildICmp(l->b, predicate(in->op), a, s, "");
	return LLVMBuildICmp(
		l->b, LLVMIntNE, LLVMBuildAnd(l->b, a, s, ""), LLVMConstNull(type), "");
}
