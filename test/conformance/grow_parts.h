/* SPDX-License-Identifier: MIT */
/* What fragments of grown programs are written with: single instructions, and choices. */
#ifndef RK_CONFORMANCE_GROW_PARTS_H
#define RK_CONFORMANCE_GROW_PARTS_H

#include "grow.h"

enum { SLOTS = 600, DATA = 64, SAVED = -72, COUNTERS = -80, LOOSE = -160, FP = 10 };
enum { MAP_DATA, MAP_HASH, MAP_ARRAY, MAP_RING, MAP_CONST, MAPS };
enum { CALLBACK = 3 };

struct grow {
	struct rk_insn *insns;
	struct rk_func funcs[4];
	u32 n, n_funcs, func;
	struct choices *c;
	u32 loops; /* around the fragment */
	u32 calls[16], to[16], n_calls, n_subs;
	bool called_back;
};

static inline u64 next(struct grow *g)
{
	return choose(g->c);
}

static inline u32 below(struct grow *g, u32 n)
{
	return choose_below(g->c, n);
}

static inline struct rk_insn *emit(struct grow *g, struct rk_insn in)
{
	in.line = RK_NO_LINE;
	if (!in.target)
		in.target = -1;
	g->insns[g->n] = in;
	return &g->insns[g->n++];
}

static inline void alu_imm(struct grow *g, u8 op, u8 size, u32 dst, s64 imm)
{
	emit(g, (struct rk_insn){
			.kind = RK_INSN_ALU, .op = op, .size = size, .dst = (u8)dst, .imm = imm});
}

static inline void alu_reg(struct grow *g, u8 op, u8 size, u32 dst, u32 src)
{
	emit(g, (struct rk_insn){.kind = RK_INSN_ALU,
			.op = op,
			.size = size,
			.dst = (u8)dst,
			.src = (u8)src,
			.flags = RK_INSN_SRC_REG});
}

static inline void load(struct grow *g, u32 dst, u32 base, s32 off, u8 size)
{
	emit(g, (struct rk_insn){.kind = RK_INSN_LDX,
			.dst = (u8)dst,
			.src = (u8)base,
			.off = (s16)off,
			.size = size,
			.flags = size < 8 && below(g, 3) == 0 ? RK_INSN_SIGNED : 0});
}

static inline void store(struct grow *g, u32 base, s32 off, u8 size, u32 src)
{
	emit(g, (struct rk_insn){.kind = RK_INSN_STX,
			.dst = (u8)base,
			.src = (u8)src,
			.off = (s16)off,
			.size = size});
}

static inline void store_imm(struct grow *g, u32 base, s32 off, u8 size, s32 imm)
{
	emit(g, (struct rk_insn){.kind = RK_INSN_ST,
			.dst = (u8)base,
			.off = (s16)off,
			.size = size,
			.imm = imm});
}

static inline void helper(struct grow *g, u32 id)
{
	emit(g, (struct rk_insn){.kind = RK_INSN_CALL, .ref = id});
}

static inline void map(struct grow *g, u32 dst, u32 index, s64 off)
{
	bool value = index == MAP_DATA || index == MAP_CONST;

	emit(g, (struct rk_insn){.kind = RK_INSN_LDDW,
			.size = 8,
			.dst = (u8)dst,
			.ref_kind = value ? RK_REF_MAP_VALUE : RK_REF_MAP,
			.ref = index,
			.imm = off});
	emit(g, (struct rk_insn){.kind = RK_INSN_PAD});
}

/* A conditional jump whose target land() sets. */
static inline u32 branch(struct grow *g, u8 op, u8 size, u32 dst, s64 src, bool reg)
{
	emit(g, (struct rk_insn){.kind = RK_INSN_COND,
			.op = op,
			.size = size,
			.dst = (u8)dst,
			.src = reg ? (u8)src : 0,
			.imm = reg ? 0 : src,
			.flags = reg ? RK_INSN_SRC_REG : 0,
			.target = 1});
	return g->n - 1;
}

static inline void land(struct grow *g, u32 at)
{
	g->insns[at].target = (s32)g->n;
}

static inline u32 num(struct grow *g) /* a register that holds a number */
{
	return 6 + below(g, 3);
}

static inline u8 width(struct grow *g)
{
	return (u8)(1 << below(g, 4));
}

static inline u8 word(struct grow *g)
{
	return below(g, 3) ? 8 : 4;
}

static inline s32 edge(struct grow *g)
{
	static const s32 edges[] = {0, 1, -1, 2, 3, 4, 7, 8, 9, 15, 16, 31, 32, 63, 64, 127, 255,
		256, -8, -64, 0x7fff, 0xffff, INT32_MAX, INT32_MIN};

	return below(g, 6) ? edges[below(g, RK_ARRAY_SIZE(edges))] : (s32)next(g);
}

static inline u8 compare(struct grow *g)
{
	static const u8 ops[] = {RK_COND_JEQ, RK_COND_JGT, RK_COND_JGE, RK_COND_JSET, RK_COND_JNE,
		RK_COND_JSGT, RK_COND_JSGE, RK_COND_JLT, RK_COND_JLE, RK_COND_JSLT, RK_COND_JSLE};

	return ops[below(g, sizeof(ops))];
}

void grow_fragment(struct grow *g); /* any */
void grow_counted(struct grow *g);  /* grow_count.c */
void grow_family(struct grow *g);

#endif
