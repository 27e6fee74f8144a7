/* SPDX-License-Identifier: MIT */
/*
 * Concrete semantics of BPF arithmetic and comparisons (RFC 9669): the reference that the value
 * domain is tested against. Pure; nothing can fail.
 */
#include "domain.h"

static u64 sdiv(s64 a, s64 b)
{
	if (!b)
		return 0;
	return b == -1 ? 0 - (u64)a : (u64)(a / b);
}

static u64 smod(s64 a, s64 b)
{
	if (!b)
		return (u64)a;
	return b == -1 ? 0 : (u64)(a % b);
}

static u64 eval64(enum rk_alu op, bool is_signed, u64 a, u64 b)
{
	switch (op) {
	case RK_ALU_ADD: return a + b;
	case RK_ALU_SUB: return a - b;
	case RK_ALU_MUL: return a * b;
	case RK_ALU_DIV:
		if (is_signed)
			return sdiv((s64)a, (s64)b);
		return b ? a / b : 0;
	case RK_ALU_MOD:
		if (is_signed)
			return smod((s64)a, (s64)b);
		return b ? a % b : a;
	case RK_ALU_OR: return a | b;
	case RK_ALU_AND: return a & b;
	case RK_ALU_XOR: return a ^ b;
	case RK_ALU_LSH: return a << (b & 63);
	case RK_ALU_RSH: return a >> (b & 63);
	case RK_ALU_ARSH: return (u64)((s64)a >> (b & 63));
	case RK_ALU_NEG: return 0 - a;
	case RK_ALU_MOV: return b;
	case RK_ALU_END: break;
	}
	return a;
}

/* Operands extended so that the 64-bit operation gives the 32-bit one's low half. */
static u64 eval32(enum rk_alu op, bool is_signed, u32 a, u32 b)
{
	if (op == RK_ALU_LSH || op == RK_ALU_RSH || op == RK_ALU_ARSH)
		b &= 31;
	if (op == RK_ALU_ARSH || is_signed)
		return (u32)eval64(op, is_signed, (u64)(s64)(s32)a, (u64)(s64)(s32)b);
	return (u32)eval64(op, false, a, b);
}

u64 rk_eval_alu(enum rk_alu op, u8 size, bool is_signed, u64 a, u64 b)
{
	if (size == 8)
		return eval64(op, is_signed, a, b);
	return eval32(op, is_signed, (u32)a, (u32)b);
}

bool rk_eval_cond(enum rk_cond op, u8 size, u64 a, u64 b)
{
	s64 sa = size == 8 ? (s64)a : (s32)a, sb = size == 8 ? (s64)b : (s32)b;

	if (size != 8) {
		a = (u32)a;
		b = (u32)b;
	}
	switch (op) {
	case RK_COND_JA: return true;
	case RK_COND_JEQ: return a == b;
	case RK_COND_JNE: return a != b;
	case RK_COND_JGT: return a > b;
	case RK_COND_JGE: return a >= b;
	case RK_COND_JLT: return a < b;
	case RK_COND_JLE: return a <= b;
	case RK_COND_JSET: return (a & b) != 0;
	case RK_COND_JSGT: return sa > sb;
	case RK_COND_JSGE: return sa >= sb;
	case RK_COND_JSLT: return sa < sb;
	case RK_COND_JSLE: return sa <= sb;
	}
	return false;
}

u64 rk_eval_movsx(u8 size, u8 msize, u64 a)
{
	u64 x = msize == 1 ? (u64)(s64)(s8)a : msize == 2 ? (u64)(s64)(s16)a : (u64)(s64)(s32)a;

	return size == 8 ? x : (u32)x;
}

u64 rk_eval_end(enum rk_end op, u8 bits, u64 a)
{
	bool swap = op != RK_END_LE;

	switch (bits) {
	case 16: return swap ? __builtin_bswap16((u16)a) : (u16)a;
	case 32: return swap ? __builtin_bswap32((u32)a) : (u32)a;
	default: return swap ? __builtin_bswap64(a) : a;
	}
}
