/* SPDX-License-Identifier: MIT */
#include "interp_alu.h"

/* Signed division cannot overflow: the one case that would is x / -1. */
static u64 div64(bool is_signed, u64 a, u64 b)
{
	if (!b)
		return 0;
	if (!is_signed)
		return a / b;
	return (s64)b == -1 ? -a : (u64)((s64)a / (s64)b);
}

static u64 mod64(bool is_signed, u64 a, u64 b)
{
	if (!b)
		return a;
	if (!is_signed)
		return a % b;
	return (s64)b == -1 ? 0 : (u64)((s64)a % (s64)b);
}

static u64 eval64(enum rk_alu op, bool is_signed, u64 a, u64 b)
{
	switch (op) {
	case RK_ALU_ADD: return a + b;
	case RK_ALU_SUB: return a - b;
	case RK_ALU_MUL: return a * b;
	case RK_ALU_DIV: return div64(is_signed, a, b);
	case RK_ALU_OR: return a | b;
	case RK_ALU_AND: return a & b;
	case RK_ALU_LSH: return a << (b & 63);
	case RK_ALU_RSH: return a >> (b & 63);
	case RK_ALU_NEG: return -a;
	case RK_ALU_MOD: return mod64(is_signed, a, b);
	case RK_ALU_XOR: return a ^ b;
	case RK_ALU_MOV: return b;
	case RK_ALU_ARSH: return (u64)((s64)a >> (b & 63));
	case RK_ALU_END: break;
	}
	return 0;
}

static u64 sext32(u64 x)
{
	return (u64)(s64)(s32)x;
}

/*
 * The low 32 bits of most operations depend on the low 32 bits alone. Division and right shifts
 * need their operands extended, and shifts their own mask.
 */
static u64 eval32(enum rk_alu op, bool is_signed, u64 a, u64 b)
{
	bool extend = is_signed || op == RK_ALU_ARSH;

	a = extend ? sext32(a) : (u32)a;
	b = extend ? sext32(b) : (u32)b;
	if (op == RK_ALU_LSH || op == RK_ALU_RSH || op == RK_ALU_ARSH)
		b &= 31;
	return (u32)eval64(op, is_signed, a, b);
}

u64 rk_alu_eval(enum rk_alu op, u8 size, bool is_signed, u64 a, u64 b)
{
	return size == 4 ? eval32(op, is_signed, a, b) : eval64(op, is_signed, a, b);
}

bool rk_cond_eval(enum rk_cond op, u8 size, u64 a, u64 b)
{
	s64 sa = size == 4 ? (s32)a : (s64)a;
	s64 sb = size == 4 ? (s32)b : (s64)b;

	if (size == 4) {
		a = (u32)a;
		b = (u32)b;
	}
	switch (op) {
	case RK_COND_JA: return true;
	case RK_COND_JEQ: return a == b;
	case RK_COND_JGT: return a > b;
	case RK_COND_JGE: return a >= b;
	case RK_COND_JSET: return a & b;
	case RK_COND_JNE: return a != b;
	case RK_COND_JSGT: return sa > sb;
	case RK_COND_JSGE: return sa >= sb;
	case RK_COND_JLT: return a < b;
	case RK_COND_JLE: return a <= b;
	case RK_COND_JSLT: return sa < sb;
	case RK_COND_JSLE: return sa <= sb;
	}
	return false;
}

u64 rk_movsx_eval(u8 size, u8 msize, u64 a)
{
	s64 v = msize == 1 ? (s8)a : msize == 2 ? (s16)a : (s32)a;

	return size == 4 ? (u32)v : (u64)v;
}

/* The machine is little-endian, as every blob. */
u64 rk_end_eval(enum rk_end op, u8 bits, u64 a)
{
	bool swap = op != RK_END_LE;

	switch (bits) {
	case 16: return swap ? __builtin_bswap16((u16)a) : (u16)a;
	case 32: return swap ? __builtin_bswap32((u32)a) : (u32)a;
	default: return swap ? __builtin_bswap64(a) : a;
	}
}
