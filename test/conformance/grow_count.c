// SPDX-License-Identifier: MIT
/*
 * Counters that begin anywhere and move so far that they wrap within a few trips, in a register or
 * on the stack, left at one or at several places; and numbers made of one another, of which one is
 * tested and another is used.
 */
#include "grow_parts.h"

enum { SLOT = -168, EXITS = 3 };

struct counter {
	u32 reg, limit; /* limit: the register that it is compared with; 0: a constant */
	s32 slot;       /* 0: it stays in the register */
	u8 width, size; /* of the slot, of its steps */
	u32 exits[EXITS], n;
};

static s32 far(struct grow *g)
{
	static const s32 marks[] = {0, 1, -1, 2, -2, 3, 7, -7, 16, -16, 64, 100, 0x10000000,
		-0x10000000, 0x20000001, 0x3fffffff, 0x40000000, -0x40000000, 0x60000000,
		0x70000000, 0x7ffffff0, -0x7ffffff0, INT32_MAX, INT32_MIN};

	return marks[below(g, RK_ARRAY_SIZE(marks))];
}

static void shifted_pair(struct grow *g, u32 dst, u32 src)
{
	alu_reg(g, RK_ALU_MOV, 8, dst, src);
	alu_imm(g, RK_ALU_LSH, 8, dst, 32);
	if (below(g, 3))
		alu_imm(g, below(g, 2) ? RK_ALU_RSH : RK_ALU_ARSH, 8, dst, 32);
}

static void through_stack(struct grow *g, u32 dst, u32 src)
{
	u8 size = word(g);

	store(g, FP, -8, size, src);
	load(g, dst, FP, below(g, 4) ? -8 : -4, below(g, 2) ? size : 4);
}

/* A number that the verifier links with the one it is made of. */
static void made_of(struct grow *g, u32 dst, u32 src)
{
	switch (below(g, 5)) {
	case 0: alu_reg(g, RK_ALU_MOV, word(g), dst, src); break;
	case 1:
		emit(g, (struct rk_insn){.kind = RK_INSN_MOVSX,
				.size = 8,
				.msize = 4,
				.dst = (u8)dst,
				.src = (u8)src});
		break;
	case 2: shifted_pair(g, dst, src); break;
	case 3:
		alu_reg(g, RK_ALU_MOV, 8, dst, src);
		alu_imm(g, below(g, 2) ? RK_ALU_ADD : RK_ALU_SUB, word(g), dst,
			below(g, 2) ? edge(g) : far(g));
		break;
	default: through_stack(g, dst, src);
	}
}

/* Of anywhere, of somewhere, or a constant. */
static void begin(struct grow *g, u32 dst)
{
	u32 at;

	if (below(g, 5) == 0) {
		alu_imm(g, RK_ALU_MOV, word(g), dst, far(g));
		return;
	}
	map(g, 1, MAP_DATA, 0);
	load(g, dst, 1, 8 * (s32)below(g, DATA / 8), word(g));
	if (below(g, 3) == 0)
		alu_imm(g, RK_ALU_AND, word(g), dst, below(g, 2) ? 0xff : 0x3fffffff);
	if (below(g, 4) == 0) {
		at = branch(g, compare(g), word(g), dst, far(g), false);
		alu_imm(g, RK_ALU_MOV, word(g), dst, far(g));
		land(g, at);
	}
}

static void fetch(struct grow *g, const struct counter *c)
{
	if (c->slot)
		load(g, c->reg, FP, c->slot, c->width);
}

static void keep(struct grow *g, const struct counter *c)
{
	if (c->slot)
		store(g, FP, c->slot, c->width, c->reg);
}

static void step(struct grow *g, const struct counter *c)
{
	u8 op = below(g, 3) ? RK_ALU_ADD : RK_ALU_SUB;

	switch (below(g, 5)) {
	case 0:
		map(g, 1, MAP_DATA, 0);
		load(g, 2, 1, 0, word(g));
		alu_imm(g, RK_ALU_AND, word(g), 2, below(g, 2) ? 7 : 0x1fffffff);
		alu_imm(g, RK_ALU_ADD, word(g), 2, far(g));
		alu_reg(g, op, c->size, c->reg, 2);
		break;
	case 1:
		alu_imm(g, RK_ALU_MOV, 8, 2, 1);
		alu_imm(g, RK_ALU_LSH, 8, 2, 28 + below(g, 35));
		alu_reg(g, op, c->size, c->reg, 2);
		break;
	default: alu_imm(g, op, c->size, c->reg, far(g));
	}
}

static u32 test(struct grow *g, const struct counter *c)
{
	u8 size = below(g, 3) ? c->size : word(g);
	u32 reg = c->reg;

	if (below(g, 4) == 0)
		made_of(g, reg = 2, c->reg);
	return branch(g, compare(g), size, reg, c->limit ? (s32)c->limit : far(g), c->limit);
}

/* One more step, on one way, and perhaps from there to the head at once. */
static void other_way(struct grow *g, const struct counter *c, u32 head)
{
	u32 at = branch(g, compare(g), word(g), num(g), edge(g), false);

	step(g, c);
	keep(g, c);
	if (below(g, 2))
		emit(g, (struct rk_insn){.kind = RK_INSN_JA, .target = (s32)head});
	land(g, at);
	fetch(g, c);
}

static void body(struct grow *g, struct counter *c, u32 head)
{
	if (below(g, 2))
		c->exits[c->n++] = test(g, c);
	if (below(g, 4) == 0)
		grow_fragment(g);
	fetch(g, c);
	if (below(g, 4) == 0)
		other_way(g, c, head);
	if (below(g, 8))
		step(g, c);
	keep(g, c);
	if (below(g, 4) == 0)
		c->exits[c->n++] = test(g, c);
	if (below(g, 8) == 0)
		grow_fragment(g);
	fetch(g, c);
}

void grow_counted(struct grow *g)
{
	bool saved = below(g, 3) == 0;
	struct counter c = {.reg = saved ? 1 : 7 + below(g, 2),
		.slot = saved ? SLOT - 8 * (s32)g->loops : 0,
		.width = below(g, 3) ? 8 : 4,
		.size = word(g),
		.limit = below(g, 3) ? 0 : 6};
	u32 head, into = 0;

	if (g->loops == 3)
		return;
	begin(g, c.reg);
	keep(g, &c);
	if (below(g, 10) == 0) /* the loop may be entered behind its head */
		into = branch(g, compare(g), word(g), 6, edge(g), false);
	head = g->n;
	fetch(g, &c);
	if (into)
		land(g, into);
	g->loops++;
	body(g, &c, head);
	g->loops--;
	if (c.n && below(g, 3) == 0)
		emit(g, (struct rk_insn){.kind = RK_INSN_JA, .target = (s32)head});
	else
		g->insns[test(g, &c)].target = (s32)head;
	while (c.n)
		land(g, c.exits[--c.n]);
}

void grow_family(struct grow *g)
{
	static const u8 members[] = {6, 7, 8, 2};
	u32 at[EXITS], n = 0;

	made_of(g, 2, num(g));
	for (u32 k = 1 + below(g, 4); k--;)
		made_of(g, members[below(g, 4)], members[below(g, 4)]);
	for (u32 k = 1 + below(g, EXITS); k--;) {
		at[n++] = branch(g, compare(g), word(g), members[below(g, 4)],
			below(g, 2) ? far(g) : (s32)below(g, DATA), false);
		if (below(g, 4) == 0)
			made_of(g, members[below(g, 4)], members[below(g, 4)]);
	}
	alu_reg(g, RK_ALU_MOV, 8, 3, members[below(g, 4)]);
	if (below(g, 2))
		alu_imm(g, below(g, 3) ? RK_ALU_RSH : RK_ALU_ARSH, 8, 3, below(g, 2) ? 26 : 58);
	alu_reg(g, RK_ALU_MOV, 8, 1, FP);
	alu_imm(g, RK_ALU_ADD, 8, 1, -DATA);
	alu_reg(g, RK_ALU_ADD, 8, 1, 3);
	store(g, 1, 0, (u8)(1 << below(g, 2)), num(g));
	while (n)
		land(g, at[--n]);
}
