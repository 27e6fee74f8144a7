/* SPDX-License-Identifier: MIT */
/* Arithmetic of the translator: operators, comparisons and intrinsics on bit-vectors. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "smt.h"

Z3_ast smt_number(struct smt *s, unsigned bits, unsigned long long x)
{
	return Z3_mk_unsigned_int64(s->z3, x, Z3_mk_bv_sort(s->z3, bits));
}

Z3_ast smt_and(struct smt *s, Z3_ast a, Z3_ast b)
{
	return Z3_simplify(s->z3, Z3_mk_and(s->z3, 2, (Z3_ast[]){a, b}));
}

Z3_ast smt_or(struct smt *s, Z3_ast a, Z3_ast b)
{
	return Z3_simplify(s->z3, Z3_mk_or(s->z3, 2, (Z3_ast[]){a, b}));
}

Z3_ast smt_bool(struct smt *s, Z3_ast bit)
{
	return Z3_simplify(s->z3, Z3_mk_eq(s->z3, bit, smt_number(s, 1, 1)));
}

Z3_ast smt_bit(struct smt *s, Z3_ast truth)
{
	return Z3_mk_ite(s->z3, truth, smt_number(s, 1, 1), smt_number(s, 1, 0));
}

static void forbid(struct smt *s, Z3_ast here, Z3_ast allowed)
{
	smt_claim(s, Z3_mk_implies(s->z3, here, allowed));
}

static Z3_ast fits_half(struct smt *s, Z3_ast a, unsigned bits)
{
	Z3_ast half = Z3_mk_extract(s->z3, bits / 2 - 1, 0, a);

	return Z3_mk_eq(s->z3, a, Z3_mk_sign_ext(s->z3, bits / 2, half));
}

/* Signed overflow and shifts by the width or more are undefined: proved not to happen. */
static void check_defined(struct smt *s, LLVMValueRef insn, Z3_ast a, Z3_ast b, Z3_ast here)
{
	Z3_context z = s->z3;
	LLVMOpcode op = LLVMGetInstructionOpcode(insn);
	unsigned bits = LLVMGetIntTypeWidth(LLVMTypeOf(insn));

	switch (op) {
	case LLVMAdd:
		if (LLVMGetNSW(insn)) {
			forbid(s, here, Z3_mk_bvadd_no_overflow(z, a, b, true));
			forbid(s, here, Z3_mk_bvadd_no_underflow(z, a, b));
		}
		break;
	case LLVMSub:
		if (LLVMGetNSW(insn)) {
			forbid(s, here, Z3_mk_bvsub_no_overflow(z, a, b));
			forbid(s, here, Z3_mk_bvsub_no_underflow(z, a, b, true));
		}
		break;
	case LLVMMul:
		if (LLVMGetNSW(insn)) { /* halves of the width: their product fits */
			forbid(s, here, fits_half(s, a, bits));
			forbid(s, here, fits_half(s, b, bits));
		}
		break;
	case LLVMSDiv:
	case LLVMSRem: forbid(s, here, Z3_mk_bvsdiv_no_overflow(z, a, b)); /* fall through */
	case LLVMUDiv:
	case LLVMURem: forbid(s, here, Z3_mk_not(z, Z3_mk_eq(z, b, smt_number(s, bits, 0)))); break;
	case LLVMShl:
	case LLVMLShr:
	case LLVMAShr: forbid(s, here, Z3_mk_bvult(z, b, smt_number(s, bits, bits))); break;
	default: break;
	}
}

static Z3_ast opaque(struct smt *s, const char *name, Z3_ast a, Z3_ast b)
{
	Z3_sort sort = Z3_get_sort(s->z3, a);
	char text[32];
	Z3_func_decl f;

	snprintf(text, sizeof(text), "%s%u", name, Z3_get_bv_sort_size(s->z3, sort));
	f = Z3_mk_func_decl(
		s->z3, Z3_mk_string_symbol(s->z3, text), 2, (Z3_sort[]){sort, sort}, sort);
	return Z3_mk_app(s->z3, f, 2, (Z3_ast[]){a, b});
}

/* The same in either order, also of numbers that turn out to be equal to these. */
static Z3_ast opaque_product(struct smt *s, Z3_ast a, Z3_ast b)
{
	Z3_ast product, other;

	if (Z3_get_ast_id(s->z3, a) > Z3_get_ast_id(s->z3, b))
		return opaque_product(s, b, a);
	product = opaque(s, "mul", a, b);
	other = opaque(s, "mul", b, a);
	if (Z3_get_bv_sort_size(s->z3, Z3_get_sort(s->z3, a)) <= 64)
		smt_assume(s, Z3_mk_eq(s->z3, product, other));
	return product;
}

static Z3_ast negated_if(struct smt *s, Z3_ast cond, Z3_ast a)
{
	return Z3_simplify(s->z3, Z3_mk_ite(s->z3, cond, Z3_mk_bvneg(s->z3, a), a));
}

/* SMT-LIB's definition: the unsigned operation on magnitudes, then the sign. */
static Z3_ast opaque_signed(struct smt *s, LLVMOpcode op, Z3_ast a, Z3_ast b)
{
	Z3_context z = s->z3;
	Z3_ast zero = smt_number(s, Z3_get_bv_sort_size(z, Z3_get_sort(z, a)), 0);
	Z3_ast below_a = Z3_mk_bvslt(z, a, zero), below_b = Z3_mk_bvslt(z, b, zero);
	Z3_ast size_a = negated_if(s, below_a, a), size_b = negated_if(s, below_b, b);

	if (op == LLVMSRem)
		return negated_if(s, below_a, opaque(s, "urem", size_a, size_b));
	return negated_if(s, Z3_mk_xor(z, below_a, below_b), opaque(s, "udiv", size_a, size_b));
}

/* Multiplication and division are left uninterpreted where the harness states what it uses. */
static Z3_ast hard(struct smt *s, LLVMOpcode op, Z3_ast a, Z3_ast b)
{
	Z3_context z = s->z3;

	if (s->opaque && !(Z3_is_numeral_ast(z, a) && Z3_is_numeral_ast(z, b))) {
		switch (op) {
		case LLVMMul: return opaque_product(s, a, b);
		case LLVMUDiv: return opaque(s, "udiv", a, b);
		case LLVMURem: return opaque(s, "urem", a, b);
		default: return opaque_signed(s, op, a, b);
		}
	}
	switch (op) {
	case LLVMMul: return Z3_mk_bvmul(z, a, b);
	case LLVMUDiv: return Z3_mk_bvudiv(z, a, b);
	case LLVMURem: return Z3_mk_bvurem(z, a, b);
	case LLVMSDiv: return Z3_mk_bvsdiv(z, a, b);
	default: return Z3_mk_bvsrem(z, a, b);
	}
}

static Z3_ast compare(struct smt *s, LLVMValueRef insn, Z3_ast a, Z3_ast b)
{
	Z3_context z = s->z3;

	switch (LLVMGetICmpPredicate(insn)) {
	case LLVMIntEQ: return Z3_mk_eq(z, a, b);
	case LLVMIntNE: return Z3_mk_not(z, Z3_mk_eq(z, a, b));
	case LLVMIntUGT: return Z3_mk_bvugt(z, a, b);
	case LLVMIntUGE: return Z3_mk_bvuge(z, a, b);
	case LLVMIntULT: return Z3_mk_bvult(z, a, b);
	case LLVMIntULE: return Z3_mk_bvule(z, a, b);
	case LLVMIntSGT: return Z3_mk_bvsgt(z, a, b);
	case LLVMIntSGE: return Z3_mk_bvsge(z, a, b);
	case LLVMIntSLT: return Z3_mk_bvslt(z, a, b);
	case LLVMIntSLE: return Z3_mk_bvsle(z, a, b);
	}
	smt_fail("comparison", insn);
}

Z3_ast smt_binary(struct smt *s, LLVMValueRef insn, Z3_ast a, Z3_ast b, Z3_ast here)
{
	Z3_context z = s->z3;

	if (LLVMGetInstructionOpcode(insn) == LLVMICmp)
		return smt_bit(s, compare(s, insn, a, b));
	check_defined(s, insn, a, b, here);
	switch (LLVMGetInstructionOpcode(insn)) {
	case LLVMAdd: return Z3_mk_bvadd(z, a, b);
	case LLVMSub: return Z3_mk_bvsub(z, a, b);
	case LLVMAnd: return Z3_mk_bvand(z, a, b);
	case LLVMOr: return Z3_mk_bvor(z, a, b);
	case LLVMXor: return Z3_mk_bvxor(z, a, b);
	case LLVMShl: return Z3_mk_bvshl(z, a, b);
	case LLVMLShr: return Z3_mk_bvlshr(z, a, b);
	case LLVMAShr: return Z3_mk_bvashr(z, a, b);
	case LLVMMul:
	case LLVMUDiv:
	case LLVMURem:
	case LLVMSDiv:
	case LLVMSRem: return hard(s, LLVMGetInstructionOpcode(insn), a, b);
	default: smt_fail("operator", insn);
	}
}

/* Binary search for the highest one; of zero it is the width. */
static Z3_ast count_leading_zeros(struct smt *s, Z3_ast x, unsigned bits)
{
	Z3_context z = s->z3;
	Z3_ast n = smt_number(s, bits, 0), zero = n;
	Z3_ast none = Z3_mk_eq(z, x, zero);

	for (unsigned half = bits / 2; half; half /= 2) {
		Z3_ast top = Z3_mk_bvlshr(z, x, smt_number(s, bits, bits - half));
		Z3_ast empty = Z3_mk_eq(z, top, zero);

		n = Z3_mk_ite(z, empty, Z3_mk_bvadd(z, n, smt_number(s, bits, half)), n);
		x = Z3_mk_ite(z, empty, Z3_mk_bvshl(z, x, smt_number(s, bits, half)), x);
	}
	return Z3_mk_ite(z, none, smt_number(s, bits, bits), n);
}

static Z3_ast swap_bytes(struct smt *s, Z3_ast x, unsigned bits)
{
	Z3_ast out = Z3_mk_extract(s->z3, 7, 0, x);

	for (unsigned i = 8; i < bits; i += 8)
		out = Z3_mk_concat(s->z3, out, Z3_mk_extract(s->z3, i + 7, i, x));
	return out;
}

Z3_ast smt_intrinsic(struct smt *s, const char *name, LLVMValueRef call, Z3_ast *args)
{
	Z3_context z = s->z3;
	unsigned bits = LLVMGetIntTypeWidth(LLVMTypeOf(call));

	if (!strncmp(name, "llvm.ctlz.", 10))
		return count_leading_zeros(s, args[0], bits);
	if (!strncmp(name, "llvm.bswap.", 11))
		return swap_bytes(s, args[0], bits);
	if (!strncmp(name, "llvm.umin.", 10))
		return Z3_mk_ite(z, Z3_mk_bvult(z, args[0], args[1]), args[0], args[1]);
	if (!strncmp(name, "llvm.umax.", 10))
		return Z3_mk_ite(z, Z3_mk_bvult(z, args[0], args[1]), args[1], args[0]);
	if (!strncmp(name, "llvm.smin.", 10))
		return Z3_mk_ite(z, Z3_mk_bvslt(z, args[0], args[1]), args[0], args[1]);
	if (!strncmp(name, "llvm.smax.", 10))
		return Z3_mk_ite(z, Z3_mk_bvslt(z, args[0], args[1]), args[1], args[0]);
	smt_fail("call", call);
}
