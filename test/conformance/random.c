// SPDX-License-Identifier: MIT
/*
 * Programs made at random, valid by construction: registers r0..r7 come from memory, r8 counts the
 * one loop, r9 is the memory; every stack slot read was written; jumps go forward. All registers
 * and slots end in r0.
 */
#include <string.h>
#include "random.h"
#include "rk/tables.h"

enum {
	SLOTS = 256,
	MEMORY = 128,
	RUNS = 48,
	STACK = 64,
	DATA_REGS = 8,
	COUNTER = 8,
	BASE = 9,
	FP = 10
};

struct gen {
	u64 state;
	u8 bytes[SLOTS * 8];
	u32 n;
	u32 loop;   /* slot of the loop's head */
	bool value; /* the memory is a map's value, as the verifier knows it; else r1 */
};

static u64 next(struct gen *g)
{
	g->state ^= g->state << 13;
	g->state ^= g->state >> 7;
	g->state ^= g->state << 17;
	return g->state * 0x2545f4914f6cdd1du;
}

static u32 below(struct gen *g, u32 n)
{
	return (u32)((next(g) >> 32) % n);
}

static void emit(struct gen *g, u8 op, u8 dst, u8 src, s16 off, s32 imm)
{
	u8 *p = g->bytes + 8 * (size_t)g->n++;

	p[0] = op;
	p[1] = (u8)(dst | src << 4);
	memcpy(p + 2, &off, 2);
	memcpy(p + 4, &imm, 4);
}

static s32 edge(struct gen *g)
{
	static const s32 values[] = {0, 1, -1, 2, 31, 32, 63, 64, 127, 128, 255, 256, 32767, 65535,
		INT32_MAX, INT32_MIN, 0x55555555, 10, 1000};

	if (below(g, 4) == 0)
		return (s32)next(g);
	return values[below(g, RK_ARRAY_SIZE(values))];
}

/* An immediate; where the program is to be verified, none that the verifier calls a mistake. */
static s32 constant(struct gen *g, u8 op, u8 class)
{
	s32 v = edge(g);

	if (g->value && (op == 0x3 || op == 0x9))
		v |= 1;
	if (g->value && (op == 0x6 || op == 0x7 || op == 0xc))
		v &= class == 0x07 ? 63 : 31;
	return v;
}

/* One of the twelve binary operations, v4's signed division and sign-extending moves included. */
static void emit_alu(struct gen *g)
{
	static const u8 ops[] = {0x0, 0x1, 0x2, 0x3, 0x4, 0x5, 0x6, 0x7, 0x9, 0xa, 0xb, 0xc};
	u8 class = below(g, 2) ? 0x07 : 0x04, op = ops[below(g, sizeof(ops))];
	bool reg = below(g, 2);
	s16 off = 0;

	if ((op == 0x3 || op == 0x9) && below(g, 2))
		off = 1;
	if (op == 0xb && reg && below(g, 2))
		off = (s16)(8 << below(g, class == 0x07 ? 3 : 2));
	emit(g, (u8)(op << 4 | (reg ? 8 : 0) | class), (u8)below(g, DATA_REGS),
		reg ? (u8)below(g, DATA_REGS) : 0, off, reg ? 0 : constant(g, op, class));
}

static void emit_unary(struct gen *g)
{
	static const s32 widths[] = {16, 32, 64};
	static const u8 ends[] = {0xd4, 0xdc, 0xd7};
	u8 dst = (u8)below(g, DATA_REGS);

	if (below(g, 3) == 0)
		emit(g, below(g, 2) ? 0x84 : 0x87, dst, 0, 0, 0);
	else
		emit(g, ends[below(g, 3)], dst, 0, 0, widths[below(g, 3)]);
}

/* An access to memory or stack: any width and alignment within bounds. */
static void emit_access(struct gen *g)
{
	static const u8 bytes[] = {4, 2, 1, 8};
	u8 size = (u8)below(g, 4), data = (u8)below(g, DATA_REGS), base = below(g, 2) ? BASE : FP;
	u32 room = (base == BASE ? MEMORY : STACK) - bytes[size];
	s16 off = (s16)((s32)below(g, room + 1) - (base == FP ? STACK : 0));

	switch (below(g, 4)) {
	case 0: emit(g, (u8)(0x63 | size << 3), base, data, off, 0); break;
	case 1: emit(g, (u8)(0x62 | size << 3), base, 0, off, edge(g)); break;
	case 2:
		if (size != 3) { /* sign-extending load */
			emit(g, (u8)(0x81 | size << 3), data, base, off, 0);
			break;
		}
		/* fall through */
	default: emit(g, (u8)(0x61 | size << 3), data, base, off, 0);
	}
}

static void emit_atomic(struct gen *g)
{
	static const s32 ops[] = {0x00, 0x01, 0x40, 0x41, 0x50, 0x51, 0xa0, 0xa1, 0xe1, 0xf1};
	bool wide = below(g, 2);
	u8 base = below(g, 2) ? BASE : FP;
	u32 step = wide ? 8 : 4, n = (base == BASE ? MEMORY : STACK) / step;
	s16 off = (s16)((s32)(below(g, n) * step) - (base == FP ? STACK : 0));

	emit(g, wide ? 0xdb : 0xc3, base, (u8)below(g, DATA_REGS), off,
		ops[below(g, RK_ARRAY_SIZE(ops))]);
}

static void emit_simple(struct gen *g)
{
	switch (below(g, 10)) {
	case 0: emit_unary(g); break;
	case 1:
	case 2:
	case 3: emit_access(g); break;
	case 4: emit_atomic(g); break;
	default: emit_alu(g);
	}
}

/* A conditional jump over one to four instructions. */
static void emit_branch(struct gen *g)
{
	static const u8 ops[] = {1, 2, 3, 4, 5, 6, 7, 0xa, 0xb, 0xc, 0xd};
	bool reg = below(g, 2);
	u32 at = g->n;
	s16 over;

	emit(g, (u8)(ops[below(g, sizeof(ops))] << 4 | (reg ? 8 : 0) | (below(g, 2) ? 5 : 6)),
		(u8)below(g, DATA_REGS), reg ? (u8)below(g, DATA_REGS) : 0, 0, reg ? 0 : edge(g));
	for (u32 k = below(g, 4) + 1; k--;)
		emit_simple(g);
	over = (s16)(g->n - at - 1);
	memcpy(g->bytes + 8 * (size_t)at + 2, &over, 2);
}

static void emit_head(struct gen *g)
{
	if (g->value) {
		emit(g, 0x18, BASE, 0, 0, 0); /* becomes the address of map 0's value */
		emit(g, 0, 0, 0, 0, 0);
	} else {
		emit(g, 0xbf, BASE, 1, 0, 0);
	}
	for (s16 off = -STACK; off < 0; off += 8)
		emit(g, 0x7a, FP, 0, off, edge(g));
	for (u8 r = 0; r < DATA_REGS; r++)
		emit(g, 0x79, r, BASE, (s16)(r * 8), 0);
	emit(g, 0xb7, COUNTER, 0, 0, 1 + (s32)below(g, 5));
}

/* Everything becomes part of r0, so that no result is dead code. */
static void emit_tail(struct gen *g)
{
	emit(g, 0x07, COUNTER, 0, 0, -1);
	emit(g, 0x55, COUNTER, 0, (s16)((s32)g->loop - (s32)g->n - 1), 0);
	for (u8 r = 1; r < DATA_REGS; r++) {
		emit(g, 0x27, 0, 0, 0, 31);
		emit(g, 0xaf, 0, r, 0, 0);
	}
	for (s16 off = -STACK; off < 0; off += 8) {
		emit(g, 0x79, 1, FP, off, 0);
		emit(g, 0x27, 0, 0, 0, 31);
		emit(g, 0xaf, 0, 1, 0, 0);
	}
	emit(g, 0x95, 0, 0, 0, 0);
}

static void generate(struct gen *g)
{
	u32 body = 8 + below(g, 60);

	g->n = 0;
	emit_head(g);
	g->loop = g->n;
	while (body--) {
		if (below(g, 8) == 0)
			emit_branch(g);
		else
			emit_simple(g);
	}
	emit_tail(g);
}

static void fill(struct gen *g, u8 *mem)
{
	for (u32 i = 0; i < RUNS * MEMORY; i += 8) {
		u64 v = below(g, 2) ? next(g) : (u64)(s64)edge(g);

		if (below(g, 8) == 0)
			v = (u64)1 << 63;
		memcpy(mem + i, &v, 8);
	}
}

static void show(const struct gen *g, const char *what)
{
	printf("%s: ", what);
	for (u32 i = 0; i < g->n * 8; i++)
		printf("%02x", g->bytes[i]);
	putchar('\n');
}

enum outcome { AGREES, SKIPPED, DIFFERS };

/* What the verifier must know of the program: a hook, and the map behind r9. */
static void complete(struct rk_prog *p, struct rk_arena *a)
{
	struct rk_map_def *m = rk_alloc(a, sizeof(*m));
	const char *why;

	*m = (struct rk_map_def){.name = ".bss",
		.type = RK_MAP_ARRAY,
		.key_size = 4,
		.value_size = MEMORY,
		.max_entries = 1,
		.use = RK_MAP_BSS};
	p->obj = rk_alloc(a, sizeof(*p->obj));
	p->obj->arena = a;
	p->obj->maps = m;
	p->obj->n_maps = 1;
	p->section = "timer/1ms";
	rk_hook_parse(p->section, &p->hook, &why);
	p->insns[0].ref_kind = RK_REF_MAP_VALUE;
}

static bool accepted(struct rk_arena *a, const struct rk_prog *p, struct rk_result *r)
{
	const struct rk_verify_opts opts = {.worst_limit = ~(u64)0};
	struct rk_diags diags;
	bool yes;

	rk_diags_init(&diags, a, "random");
	yes = !rk_verify(r, a, p, &opts, &diags) && r->verdict == RK_ACCEPT;
	if (diags.first)
		rk_diag_print(stdout, &diags, diags.first, false);
	return yes;
}

static enum outcome compare(struct engine *e, struct gen *g, struct rk_arena *a, bool verified)
{
	static u8 first[RUNS * MEMORY], mem[RUNS * MEMORY];
	static struct run_result want[RUNS], got[RUNS];
	struct engine interp = {.interp = true};
	struct rk_result facts;
	const char *why = "";
	struct rk_prog p;

	if (rk_prog_from_bytes(&p, a, g->bytes, g->n, &why)) {
		show(g, why);
		return DIFFERS;
	}
	if (verified)
		complete(&p, a);
	e->facts = verified && accepted(a, &p, &facts) ? &facts : NULL;
	if (verified && !e->facts)
		return SKIPPED;
	fill(g, first);
	memcpy(mem, first, sizeof(mem));
	if (engine_run(&interp, a, &p, mem, MEMORY, RUNS, want, &why) ||
		engine_run(e, a, &p, first, MEMORY, RUNS, got, &why)) {
		show(g, why);
		return DIFFERS;
	}
	if (!memcmp(want, got, sizeof(want)))
		return AGREES;
	show(g, "results differ");
	return DIFFERS;
}

int random_compare(struct engine *e, u64 seed, u32 count, bool verified)
{
	u32 outcomes[3] = {0};

	for (u32 i = 0; i < count; i++) {
		struct gen g = {.state = (seed + i + 1) * 0x9e3779b97f4a7c15u};
		struct rk_arena a;

		rk_arena_init(&a);
		g.value = verified;
		generate(&g);
		outcomes[compare(e, &g, &a, verified)]++;
		rk_arena_fini(&a);
	}
	printf("%u programs agree on %u inputs each, %u differ, %u not accepted\n",
		outcomes[AGREES], RUNS, outcomes[DIFFERS], outcomes[SKIPPED]);
	return outcomes[DIFFERS] ? 1 : 0;
}
