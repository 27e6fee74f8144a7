// SPDX-License-Identifier: MIT
#include <stdio.h>
#include "change.h"
#include "obj/insn.h"
#include "rk/tables.h"

enum { CHANGES = 3 };

static s64 nearby(struct choices *c, s64 v)
{
	static const s32 steps[] = {1, -1, 2, -2, 4, -4, 8, -8, 16, -16, 64, 256};
	static const s32 edges[] = {0, 1, -1, 8, 16, 255, 256, 4095, INT32_MAX, INT32_MIN};

	switch (choose_below(c, 4)) {
	case 0: return edges[choose_below(c, RK_ARRAY_SIZE(edges))];
	case 1: return (s32)-v;
	default: return (s32)(v + steps[choose_below(c, RK_ARRAY_SIZE(steps))]);
	}
}

static u8 other_size(struct choices *c, u8 least)
{
	u8 size = (u8)(1 << choose_below(c, 4));

	return size < least ? 8 : size;
}

static bool is_memory(const struct rk_insn *in)
{
	return in->kind == RK_INSN_LDX || in->kind == RK_INSN_ST || in->kind == RK_INSN_STX ||
	       in->kind == RK_INSN_ATOMIC;
}

/* ---- one change; false: it does not fit this instruction ---- */

static bool drop(struct choices *c, struct rk_prog *p, u32 at)
{
	struct rk_insn *in = &p->insns[at];

	if (in->kind == RK_INSN_LDDW || in->kind == RK_INSN_EXIT)
		return false;
	*in = (struct rk_insn){.kind = RK_INSN_JA, .target = (s32)at + 1, .line = in->line};
	return true;
}

static bool change_size(struct choices *c, struct rk_prog *p, u32 at)
{
	struct rk_insn *in = &p->insns[at];

	switch (in->kind) {
	case RK_INSN_LDX:
		in->size = other_size(c, 1);
		in->flags = in->size < 8 && choose_below(c, 3) == 0 ? RK_INSN_SIGNED : 0;
		return true;
	case RK_INSN_ST:
	case RK_INSN_STX: in->size = other_size(c, 1); return true;
	case RK_INSN_ATOMIC:
	case RK_INSN_COND: in->size = (u8)(12 - in->size); return true;
	case RK_INSN_ALU: in->size = (u8)(12 - in->size); return true;
	case RK_INSN_MOVSX:
		in->msize = (u8)(1 << choose_below(c, in->size == 8 ? 3 : 2));
		return true;
	default: return false;
	}
}

static bool change_branch(struct choices *c, struct rk_prog *p, u32 at)
{
	static const u8 ops[] = {RK_COND_JEQ, RK_COND_JGT, RK_COND_JGE, RK_COND_JSET, RK_COND_JNE,
		RK_COND_JSGT, RK_COND_JSGE, RK_COND_JLT, RK_COND_JLE, RK_COND_JSLT, RK_COND_JSLE};
	struct rk_insn *in = &p->insns[at];

	if (in->kind != RK_INSN_COND && in->kind != RK_INSN_JA)
		return false;
	if (in->kind == RK_INSN_COND && choose_below(c, 3))
		in->op = ops[choose_below(c, sizeof(ops))];
	else if (choose_below(c, 3))
		in->target = (s32)at + 1 + (s32)choose_below(c, 12);
	else
		in->target = (s32)choose_below(c, p->n_insns);
	return true;
}

static bool change_number(struct choices *c, struct rk_prog *p, u32 at)
{
	struct rk_insn *in = &p->insns[at];
	bool reg = in->flags & RK_INSN_SRC_REG;

	if (is_memory(in) && (in->kind != RK_INSN_ST || choose_below(c, 2))) {
		in->off = (s16)nearby(c, in->off);
		return true;
	}
	if (in->kind == RK_INSN_ST || (in->kind == RK_INSN_ALU && !reg) ||
		(in->kind == RK_INSN_COND && !reg) ||
		(in->kind == RK_INSN_LDDW && in->ref_kind != RK_REF_MAP &&
			in->ref_kind != RK_REF_FUNC && in->ref_kind != RK_REF_KSYM)) {
		in->imm = nearby(c, in->imm);
		return true;
	}
	return false;
}

static bool change_register(struct choices *c, struct rk_prog *p, u32 at)
{
	struct rk_insn *in = &p->insns[at];
	u8 reg = (u8)choose_below(c, 11);
	bool fetch = in->kind == RK_INSN_ATOMIC && in->flags & RK_INSN_FETCH;

	if (in->kind >= RK_INSN_JA && in->kind != RK_INSN_COND)
		return false;
	if (choose_below(c, 2) && in->kind != RK_INSN_ST && in->kind != RK_INSN_LDDW &&
		in->kind != RK_INSN_END &&
		(in->flags & RK_INSN_SRC_REG || is_memory(in) || in->kind == RK_INSN_MOVSX)) {
		in->src = fetch && reg == 10 ? 9 : reg;
		return true;
	}
	if (reg == 10 && in->kind != RK_INSN_ST && in->kind != RK_INSN_STX &&
		in->kind != RK_INSN_ATOMIC && in->kind != RK_INSN_COND)
		reg = 0;
	in->dst = reg;
	return true;
}

static bool change_operator(struct choices *c, struct rk_prog *p, u32 at)
{
	static const u8 ops[] = {RK_ALU_ADD, RK_ALU_SUB, RK_ALU_MUL, RK_ALU_DIV, RK_ALU_OR,
		RK_ALU_AND, RK_ALU_LSH, RK_ALU_RSH, RK_ALU_MOD, RK_ALU_XOR, RK_ALU_MOV,
		RK_ALU_ARSH};
	static const u32 helpers[] = {1, 2, 3, 4, 5, 7, 45, 87, 88, 89, 113, 130, 131, 132, 133};
	struct rk_insn *in = &p->insns[at];

	if (in->kind == RK_INSN_CALL) {
		in->ref = helpers[choose_below(c, RK_ARRAY_SIZE(helpers))];
		return true;
	}
	if (in->kind != RK_INSN_ALU)
		return false;
	in->op = ops[choose_below(c, sizeof(ops))];
	in->flags &= RK_INSN_SRC_REG;
	if ((in->op == RK_ALU_DIV || in->op == RK_ALU_MOD) && choose_below(c, 2))
		in->flags |= RK_INSN_SIGNED;
	if (in->op == RK_ALU_MOV && in->flags & RK_INSN_SRC_REG && choose_below(c, 2)) {
		in->kind = RK_INSN_MOVSX;
		in->msize = (u8)(1 << choose_below(c, in->size == 8 ? 3 : 2));
	}
	return true;
}

/* Another instruction of the program in this one's place. */
static bool copy_other(struct choices *c, struct rk_prog *p, u32 at)
{
	u32 from = choose_below(c, p->n_insns);
	const struct rk_insn *other = &p->insns[from];

	if (p->insns[at].kind == RK_INSN_LDDW || other->kind == RK_INSN_LDDW ||
		other->kind == RK_INSN_PAD)
		return false;
	p->insns[at] = *other;
	return true;
}

static bool exchange(struct choices *c, struct rk_prog *p, u32 at)
{
	struct rk_insn *in = &p->insns[at], t = *in;

	if (at + 1 >= p->n_insns || in[0].kind == RK_INSN_LDDW || in[1].kind == RK_INSN_LDDW ||
		in[1].kind == RK_INSN_PAD)
		return false;
	in[0] = in[1];
	in[1] = t;
	return true;
}

typedef bool (*change_fn)(struct choices *c, struct rk_prog *p, u32 at);

static const struct {
	const char *name;
	change_fn fn;
} changes[] = {
	{"dropped", drop},
	{"size", change_size},
	{"branch", change_branch},
	{"number", change_number},
	{"number", change_number},
	{"register", change_register},
	{"operator", change_operator},
	{"copied", copy_other},
	{"exchanged", exchange},
};

void change_program(struct choices *c, struct rk_prog *p, char *what, size_t size)
{
	u32 n = 1 + choose_below(c, CHANGES);
	size_t used = 0;

	what[0] = 0;
	for (u32 tries = 0; n && tries < 200; tries++) {
		u32 k = choose_below(c, RK_ARRAY_SIZE(changes)), at = choose_below(c, p->n_insns);

		if (p->insns[at].kind == RK_INSN_PAD || !changes[k].fn(c, p, at))
			continue;
		used += (size_t)snprintf(
			what + used, size - used, " %s at %u", changes[k].name, at);
		n--;
	}
}

bool change_is_formed(const struct rk_prog *p)
{
	u32 bad;

	for (u32 i = 0; i < p->n_funcs; i++)
		if (rk_func_check(p->insns, p->funcs[i].start, p->funcs[i].end, &bad))
			return false;
	return true;
}
