/* SPDX-License-Identifier: MIT */
/*
 * Two independent readings of the instruction set agree: the interpreter's arithmetic and the
 * verifier's concrete semantics, on every pair of edge values and on random ones.
 */
#include <inttypes.h>
#include <stdio.h>

#include "domain.h"
#include "interp_alu.h"

static const u64 edges[] = {0, 1, 2, 3, 7, 8, 15, 16, 31, 32, 33, 63, 64, 65, 127, 128, 255, 256,
	0x7fff, 0x8000, 0xffff, 0x7fffffff, 0x80000000, 0x80000001, 0xffffffff, 0x100000000,
	0x7fffffffffffffff, 0x8000000000000000, 0xffffffff80000000, 0xfffffffffffffffe, ~0ull};

static u64 rnd(u64 *s)
{
	*s ^= *s << 13;
	*s ^= *s >> 7;
	return *s ^= *s << 17;
}

static int differ(const char *what, unsigned op, unsigned size, u64 a, u64 b)
{
	printf("%s %u, size %u: %#" PRIx64 ", %#" PRIx64 "\n", what, op, size, a, b);
	return 1;
}

static int alu(u64 a, u64 b)
{
	static const u8 ops[] = {
#define ALU(name, code, mnemonic, sym) RK_ALU_##name,
#include "rk/insn.def"
	};

	for (size_t i = 0; i < sizeof(ops); i++) {
		bool division = ops[i] == RK_ALU_DIV || ops[i] == RK_ALU_MOD;

		if (ops[i] == RK_ALU_END)
			continue;
		for (unsigned size = 4; size <= 8; size += 4)
			for (int sign = 0; sign <= division; sign++)
				if (rk_alu_eval(ops[i], size, sign, a, b) !=
					rk_eval_alu(ops[i], size, sign, a, b))
					return differ("alu", ops[i], size, a, b);
	}
	return 0;
}

static int cond(u64 a, u64 b)
{
	static const u8 ops[] = {
#define COND(name, code, mnemonic, sym, is_signed) RK_COND_##name,
#include "rk/insn.def"
	};

	for (size_t i = 0; i < sizeof(ops); i++)
		for (unsigned size = 4; size <= 8; size += 4)
			if (rk_cond_eval(ops[i], size, a, b) != rk_eval_cond(ops[i], size, a, b))
				return differ("cond", ops[i], size, a, b);
	return 0;
}

static int unary(u64 a)
{
	for (u8 msize = 1; msize <= 4; msize *= 2)
		for (u8 size = 4; size <= 8; size += 4)
			if ((msize < size) &&
				rk_movsx_eval(size, msize, a) != rk_eval_movsx(size, msize, a))
				return differ("movsx", msize, size, a, 0);
	for (int op = RK_END_LE; op <= RK_END_BSWAP; op++)
		for (u8 bits = 16; bits >= 16 && bits <= 64; bits *= 2)
			if (rk_end_eval(op, bits, a) != rk_eval_end(op, bits, a))
				return differ("end", (unsigned)op, bits, a, 0);
	return 0;
}

static int pair(u64 a, u64 b)
{
	return alu(a, b) || cond(a, b) || unary(a);
}

int main(void)
{
	u64 seed = 0x9e3779b97f4a7c15;

	for (size_t i = 0; i < RK_ARRAY_SIZE(edges); i++)
		for (size_t k = 0; k < RK_ARRAY_SIZE(edges); k++)
			if (pair(edges[i], edges[k]))
				return 1;
	for (int i = 0; i < 300000; i++)
		if (pair(rnd(&seed), rnd(&seed) >> (i % 64)))
			return 1;
	return 0;
}
