// SPDX-License-Identifier: MIT
/*
 * r6 to r8 are numbers, r9 may be a value's address, r0 to r5 belong to the fragment. Of the frame,
 * [-64, 0) is written first; below lie an address, a counter for each loop and bytes that may or
 * may not be written.
 */
#include <string.h>
#include "grow_parts.h"
#include "rk/tables.h"

/* ---- fragments ---- */

static void arithmetic(struct grow *g)
{
	static const u8 ops[] = {RK_ALU_ADD, RK_ALU_ADD, RK_ALU_SUB, RK_ALU_MUL, RK_ALU_DIV,
		RK_ALU_OR, RK_ALU_AND, RK_ALU_AND, RK_ALU_LSH, RK_ALU_RSH, RK_ALU_MOD, RK_ALU_XOR,
		RK_ALU_ARSH};
	u8 op = ops[below(g, sizeof(ops))], size = word(g);
	bool shift = op == RK_ALU_LSH || op == RK_ALU_RSH || op == RK_ALU_ARSH;
	bool divide = op == RK_ALU_DIV || op == RK_ALU_MOD;
	s32 imm = edge(g);

	if (below(g, 3) == 0)
		alu_reg(g, op, size, num(g), num(g));
	else
		alu_imm(g, op, size, num(g), shift ? imm & (size * 8 - 1) : divide ? imm | 1 : imm);
	if (divide && below(g, 2))
		g->insns[g->n - 1].flags |= RK_INSN_SIGNED;
}

static void copy(struct grow *g)
{
	u32 dst = num(g), src = num(g);
	u8 size = word(g);

	switch (below(g, 4)) {
	case 0:
		emit(g, (struct rk_insn){.kind = RK_INSN_MOVSX,
				.size = size,
				.msize = (u8)(1 << below(g, size == 8 ? 3 : 2)),
				.dst = (u8)dst,
				.src = (u8)src});
		break;
	case 1:
		emit(g, (struct rk_insn){.kind = RK_INSN_END,
				.op = (u8)below(g, 3),
				.size = 8,
				.dst = (u8)dst,
				.imm = 16 << below(g, 3)});
		break;
	default: alu_reg(g, RK_ALU_MOV, size, dst, src);
	}
}

static void fresh(struct grow *g)
{
	u32 dst = num(g);

	if (below(g, 2)) {
		helper(g, 5);
		alu_reg(g, RK_ALU_MOV, 8, dst, 0);
	} else {
		map(g, 1, MAP_DATA, 0);
		load(g, dst, 1, (s32)below(g, DATA - 8), width(g));
	}
}

static void stack(struct grow *g)
{
	u8 size = width(g);
	s32 at = -(s32)size * (s32)(1 + below(g, DATA / size));

	if (below(g, 3) == 0)
		store_imm(g, FP, at, size, edge(g));
	else
		store(g, FP, at, size, num(g));
	if (below(g, 2))
		arithmetic(g);
	size = width(g);
	load(g, num(g), FP, at + (s32)below(g, 3) - 1 > -(s32)size ? -(s32)size : at, size);
}

static void base(struct grow *g, u32 reg)
{
	if (below(g, 2)) {
		alu_reg(g, RK_ALU_MOV, 8, reg, FP);
		alu_imm(g, RK_ALU_ADD, 8, reg, -DATA);
	} else {
		map(g, reg, below(g, 4) ? MAP_DATA : MAP_CONST, 0);
	}
}

static void touch(struct grow *g, u32 reg, s32 off, u8 size)
{
	static const u8 ops[] = {RK_ATOMIC_ADD, RK_ATOMIC_OR, RK_ATOMIC_AND, RK_ATOMIC_XOR,
		RK_ATOMIC_XCHG, RK_ATOMIC_CMPXCHG};
	u8 op = ops[below(g, sizeof(ops))];

	switch (below(g, 5)) {
	case 0: load(g, num(g), reg, off, size); break;
	case 1: store_imm(g, reg, off, size, edge(g)); break;
	case 2:
		if (size >= 4) {
			alu_imm(g, RK_ALU_MOV, 8, 0, edge(g));
			emit(g, (struct rk_insn){.kind = RK_INSN_ATOMIC,
					.op = op,
					.size = size,
					.dst = (u8)reg,
					.src = (u8)num(g),
					.off = (s16)off,
					.flags = op >= RK_ATOMIC_XCHG || below(g, 2) ? RK_INSN_FETCH
										     : 0});
			break;
		}
		/* fall through */
	default: store(g, reg, off, size, num(g));
	}
}

/* A check of one register, a use of another, often equal one. */
static void guarded(struct grow *g)
{
	u32 a = num(g), b = num(g), over, at;
	u8 size = width(g), narrow = word(g);
	s32 limit = (s32)below(g, DATA - size + 1);

	if (below(g, 2))
		alu_reg(g, RK_ALU_MOV, word(g), b, a);
	if (below(g, 4) == 0)
		alu_imm(g, RK_ALU_ADD, word(g), b, edge(g));
	if (below(g, 3) == 0) {
		store(g, FP, -8, 8, a);
		load(g, b, FP, -8, 8);
	}
	at = below(g, 3) ? branch(g, RK_COND_JGT, narrow, a, limit, false)
			 : branch(g, compare(g), narrow, a, below(g, 2) ? limit : edge(g), false);
	over = below(g, 3) ? 0 : branch(g, compare(g), word(g), b, below(g, 2) ? a : num(g), true);
	base(g, 1);
	alu_reg(g, RK_ALU_ADD, 8, 1, below(g, 2) ? a : b);
	touch(g, 1, below(g, 8) ? 0 : edge(g), size);
	land(g, at);
	if (over)
		land(g, over);
}

static void masked(struct grow *g)
{
	u8 size = width(g);
	u32 shift = below(g, 4);

	alu_reg(g, RK_ALU_MOV, 8, 2, num(g));
	alu_imm(g, RK_ALU_AND, word(g), 2, (s64)(((1 << (3 + below(g, 4))) - 1) >> shift));
	alu_imm(g, RK_ALU_LSH, 8, 2, shift);
	base(g, 1);
	alu_reg(g, RK_ALU_ADD, 8, 1, 2);
	touch(g, 1, below(g, 6) ? 0 : (s32)below(g, 8) - 4, below(g, 3) ? 1 : size);
}

/* A helper writes to the stack, or reads it. */
static void through_helper(struct grow *g)
{
	s32 size = 1 + (s32)below(g, 16), at = -(s32)below(g, DATA) - size;

	if (below(g, 6) == 0)
		at = LOOSE + (s32)below(g, 64);
	alu_reg(g, RK_ALU_MOV, 8, 1, FP);
	alu_imm(g, RK_ALU_ADD, 8, 1, at);
	if (below(g, 3)) {
		alu_imm(g, RK_ALU_MOV, 8, 2, size);
	} else {
		alu_reg(g, RK_ALU_MOV, 8, 2, num(g));
		alu_imm(g, RK_ALU_MOD, word(g), 2, size + 1);
	}
	alu_imm(g, RK_ALU_MOV, 8, 3, 0);
	if (below(g, 2)) {
		helper(g, 113);
	} else {
		alu_reg(g, RK_ALU_MOV, 8, 3, 2);
		alu_reg(g, RK_ALU_MOV, 8, 2, 1);
		alu_imm(g, RK_ALU_MOV, 8, 4, 0);
		map(g, 1, MAP_RING, 0);
		helper(g, 130);
	}
	if (below(g, 2))
		load(g, num(g), FP, at, 1);
}

static void look_up(struct grow *g)
{
	u32 skip, kept = below(g, 3);
	u8 size = width(g);

	store(g, FP, -4, 4, num(g));
	if (below(g, 3) == 0)
		store_imm(g, FP, -4, 4, (s32)below(g, 5));
	alu_reg(g, RK_ALU_MOV, 8, 2, FP);
	alu_imm(g, RK_ALU_ADD, 8, 2, -4);
	map(g, 1, below(g, 2) ? MAP_HASH : MAP_ARRAY, 0);
	helper(g, 1);
	if (kept == 1)
		store(g, FP, SAVED, 8, 0);
	alu_reg(g, RK_ALU_MOV, 8, 9, 0);
	if (below(g, 3) == 0)
		fresh(g);
	skip = branch(g, RK_COND_JEQ, 8, 9, 0, false);
	if (kept == 1)
		load(g, 9, FP, SAVED, 8);
	if (kept == 2) {
		alu_imm(g, RK_ALU_AND, 8, 6, 7);
		alu_reg(g, RK_ALU_ADD, 8, 9, 6);
	}
	touch(g, 9, (s32)below(g, kept == 2 ? 9 : 17 - size), size);
	land(g, skip);
}

static void record(struct grow *g)
{
	u32 skip, other = 0;

	map(g, 1, MAP_RING, 0);
	alu_imm(g, RK_ALU_MOV, 8, 2, 16);
	alu_imm(g, RK_ALU_MOV, 8, 3, 0);
	helper(g, 131);
	alu_reg(g, RK_ALU_MOV, 8, 9, 0);
	skip = branch(g, RK_COND_JEQ, 8, below(g, 2) ? 9 : 0, 0, false);
	touch(g, 9, (s32)(below(g, 2) * 8), 8);
	if (below(g, 3) == 0) {
		other = branch(g, compare(g), 8, num(g), edge(g), false);
		touch(g, 9, 0, width(g));
		land(g, other);
	}
	alu_reg(g, RK_ALU_MOV, 8, 1, 9);
	alu_imm(g, RK_ALU_MOV, 8, 2, 0);
	helper(g, below(g, 2) ? 132 : 133);
	land(g, skip);
}

static void address_saved(struct grow *g)
{
	alu_reg(g, RK_ALU_MOV, 8, 1, FP);
	alu_imm(g, RK_ALU_ADD, 8, 1, -8 * (s32)(1 + below(g, 8)));
	store(g, FP, SAVED, 8, 1);
	if (below(g, 6) == 0)
		store_imm(g, FP, SAVED + (s32)below(g, 8), 1, 0);
	load(g, 2, FP, SAVED, 8);
	touch(g, 2, (s32)below(g, 2) * 4, 4);
}

static void call(struct grow *g)
{
	if (g->func || g->n_calls == RK_ARRAY_SIZE(g->calls))
		return;
	alu_reg(g, RK_ALU_MOV, 8, 1, FP);
	alu_imm(g, RK_ALU_ADD, 8, 1, -8 * (s32)(2 + below(g, 7)));
	alu_reg(g, RK_ALU_MOV, 8, 2, num(g));
	g->to[g->n_calls] = 1 + (g->n_subs < 2 ? g->n_subs++ : below(g, 2));
	g->calls[g->n_calls++] = g->n;
	emit(g, (struct rk_insn){.kind = RK_INSN_CALL_SUB});
	alu_reg(g, RK_ALU_MOV, 8, num(g), 0);
}

/* bpf_loop over function 3, which gets the written part of the stack. */
static void callback(struct grow *g)
{
	if (g->func || g->n_calls == RK_ARRAY_SIZE(g->calls))
		return;
	alu_imm(g, RK_ALU_MOV, 8, 1, (s64)below(g, 6));
	g->to[g->n_calls] = CALLBACK;
	g->calls[g->n_calls++] = g->n;
	g->called_back = true;
	emit(g, (struct rk_insn){
			.kind = RK_INSN_LDDW, .size = 8, .dst = 2, .ref_kind = RK_REF_FUNC});
	emit(g, (struct rk_insn){.kind = RK_INSN_PAD});
	alu_reg(g, RK_ALU_MOV, 8, 3, FP);
	alu_imm(g, RK_ALU_ADD, 8, 3, -8 * (s32)(2 + below(g, 7)));
	alu_imm(g, RK_ALU_MOV, 8, 4, 0);
	helper(g, 181);
	if (below(g, 2))
		alu_reg(g, RK_ALU_MOV, 8, num(g), 0);
}

static void diamond(struct grow *g)
{
	u32 at = branch(g, compare(g), word(g), num(g), below(g, 2) ? edge(g) : (s32)num(g), false),
	    end;

	if (below(g, 2)) {
		g->insns[at].flags = RK_INSN_SRC_REG;
		g->insns[at].src = (u8)num(g);
		g->insns[at].imm = 0;
	}
	grow_fragment(g);
	emit(g, (struct rk_insn){.kind = RK_INSN_JA, .target = 1});
	end = g->n - 1;
	land(g, at);
	grow_fragment(g);
	land(g, end);
}

/* A counter in r8 or on the stack, of either width. */
static void loop(struct grow *g)
{
	s32 slot = COUNTERS - 8 * (s32)g->loops, steps = 1 + (s32)below(g, 3);
	s32 bound = (s32)below(g, g->loops || below(g, 4) ? 8 : 1500);
	u32 head, reg = below(g, 2) ? 8 : 1;
	u8 size = word(g);

	if (g->loops == 3)
		return;
	alu_imm(g, RK_ALU_MOV, 8, reg, 0);
	store(g, FP, slot, 8, reg);
	head = g->n;
	g->loops++;
	grow_fragment(g);
	if (below(g, 2))
		grow_fragment(g);
	g->loops--;
	if (reg == 1 || below(g, 2))
		load(g, reg, FP, slot, 8);
	alu_imm(g, RK_ALU_ADD, size, reg, steps);
	store(g, FP, slot, 8, reg);
	branch(g, below(g, 5) ? RK_COND_JLT : compare(g), size, reg, bound, false);
	g->insns[g->n - 1].target = (s32)head;
}

/* In a subprogram: the memory that r1 was given, now in r9. */
static void argument(struct grow *g)
{
	if (g->func)
		touch(g, 9, 0, below(g, 2) ? 8 : width(g));
	else
		stack(g);
}

void grow_fragment(struct grow *g)
{
	static void (*const all[])(struct grow *) = {arithmetic, arithmetic, copy, copy, fresh,
		stack, stack, guarded, guarded, masked, through_helper, argument, address_saved,
		call, diamond, loop, grow_counted, grow_counted, grow_family};
	static void (*const outer[])(struct grow *) = {look_up, record, callback};

	if (g->n > SLOTS - 200)
		return;
	if (!g->func && below(g, 6) == 0)
		outer[below(g, 3)](g);
	else
		all[below(g, RK_ARRAY_SIZE(all))](g);
}

/* ---- whole programs ---- */

static void prologue(struct grow *g)
{
	for (s32 at = -DATA; at < 0; at += 8)
		store_imm(g, FP, at, 8, edge(g));
	if (g->func) {
		alu_reg(g, RK_ALU_MOV, 8, 9, g->func == CALLBACK ? 2 : 1);
		alu_reg(g, RK_ALU_MOV, 8, 6, g->func == CALLBACK ? 1 : 2);
	} else {
		load(g, 6, 1, 0, 8);
	}
	alu_imm(g, RK_ALU_MOV, 8, 7, edge(g));
	alu_reg(g, RK_ALU_MOV, 8, 8, below(g, 2) ? 6 : 7);
}

static void function(struct grow *g, u32 func)
{
	g->func = func;
	g->loops = 0;
	g->funcs[func] = (struct rk_func){.name = func ? "sub" : "grown", .start = g->n};
	prologue(g);
	for (u32 k = func || below(g, 2) ? 1 + below(g, 3) : 3 + below(g, 9); k--;)
		grow_fragment(g);
	alu_reg(g, RK_ALU_MOV, 8, 0, num(g));
	for (u32 k = below(g, 3); k--;) {
		load(g, 1, FP, -8 * (s32)(1 + below(g, 8)), 8);
		alu_reg(g, RK_ALU_XOR, 8, 0, 1);
	}
	if (func == CALLBACK)
		alu_imm(g, RK_ALU_AND, 8, 0, below(g, 8) ? 1 : 3);
	emit(g, (struct rk_insn){.kind = RK_INSN_EXIT});
	g->funcs[func].end = g->n;
}

static void maps(struct rk_obj *obj, struct rk_arena *a)
{
	static const u8 constants[DATA] = {
		1, 2, 3, 4, 5, 6, 7, 8, 255, 255, 255, 255, 255, 255, 255, 127};
	static const struct rk_map_def defs[MAPS] = {[MAP_DATA] = {.name = ".bss",
							     .type = RK_MAP_ARRAY,
							     .key_size = 4,
							     .value_size = DATA,
							     .max_entries = 1,
							     .use = RK_MAP_BSS},
		[MAP_HASH] = {.name = "hash",
			.type = RK_MAP_HASH,
			.key_size = 4,
			.value_size = 16,
			.max_entries = 8},
		[MAP_ARRAY] = {.name = "array",
			.type = RK_MAP_ARRAY,
			.key_size = 4,
			.value_size = 16,
			.max_entries = 3},
		[MAP_RING] = {.name = "ring", .type = RK_MAP_RINGBUF, .max_entries = 4096},
		[MAP_CONST] = {.name = ".rodata",
			.type = RK_MAP_ARRAY,
			.key_size = 4,
			.value_size = DATA,
			.max_entries = 1,
			.use = RK_MAP_RODATA,
			.init = constants}};

	obj->maps = rk_alloc(a, sizeof(defs));
	memcpy(obj->maps, defs, sizeof(defs));
	obj->n_maps = MAPS;
}

void grow_program(struct rk_prog *p, struct rk_arena *a, struct choices *c)
{
	struct grow g = {.c = c};
	const char *why;

	*p = (struct rk_prog){.name = "grown", .section = "timer/1ms"};
	rk_hook_parse(p->section, &p->hook, &why);
	p->obj = rk_alloc(a, sizeof(*p->obj));
	p->obj->arena = a;
	maps(p->obj, a);
	g.insns = rk_alloc_array(a, 3 * SLOTS, sizeof(*g.insns));
	function(&g, 0);
	for (u32 f = 1; f <= g.n_subs; f++)
		function(&g, f);
	g.n_funcs = 1 + g.n_subs;
	if (g.called_back) {
		function(&g, CALLBACK);
		g.funcs[CALLBACK].callback = true;
		g.funcs[g.n_funcs++] = g.funcs[CALLBACK];
	}
	for (u32 i = 0; i < g.n_calls; i++) {
		u32 f = g.to[i] == CALLBACK ? g.n_funcs - 1 : g.to[i];

		g.insns[g.calls[i]].target = (s32)g.funcs[f].start;
		g.insns[g.calls[i]].ref = f;
	}
	p->insns = g.insns;
	p->n_insns = g.n;
	p->funcs = rk_alloc(a, sizeof(g.funcs));
	memcpy(p->funcs, g.funcs, sizeof(g.funcs));
	p->n_funcs = g.n_funcs;
}
