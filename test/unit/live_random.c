/* SPDX-License-Identifier: MIT */
/*
 * Liveness by its meaning: run random programs twice from the same instruction, the second time
 * with everything that is called dead replaced by noise; both runs must take the same branches,
 * touch the same addresses and return the same. Programs copy and move the frame pointer, spill it,
 * load through it, and call a subprogram and helpers that read memory. Then a few masks exactly.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "domain.h"
#include "live.h"
#include "rk/tables.h"

enum { SLOTS = 48, STEPS = 120, FRAME = 512 };
#define TOP ((u64)0x345678 << 32) /* what r10 holds: nothing else comes near it */

struct machine {
	u64 r[11];
	u8 frame[FRAME];
	u64 trace[STEPS * 3];
	u32 n;
};

static u64 seed = 424242;

static u64 next_random(void)
{
	seed ^= seed << 13;
	seed ^= seed >> 7;
	seed ^= seed << 17;
	return seed;
}

static u32 pick(u32 n)
{
	return (u32)(next_random() >> 8) % n;
}

static void log_word(struct machine *m, u64 x)
{
	if (m->n < RK_ARRAY_SIZE(m->trace))
		m->trace[m->n++] = x;
}

/* Bytes of the frame at an address; NULL outside, which reads zero. */
static u8 *at(struct machine *m, u64 address, u64 size)
{
	u64 off = address - (TOP - FRAME);

	log_word(m, address);
	return off < FRAME && size <= FRAME - off ? m->frame + off : NULL;
}

static u64 load(struct machine *m, u64 address, u8 size)
{
	u8 *p = at(m, address, size);
	u64 x = 0;

	if (p)
		memcpy(&x, p, size);
	return x;
}

/* Like a helper that reads all its memory: what it saw enters r0. */
static u64 read_all(struct machine *m, u64 address, u64 size)
{
	u64 sum = 1;

	for (u64 i = 0; i < size; i++)
		sum = sum * 31 + load(m, address + i, 1);
	return sum;
}

/* The frame below the program's own, so that no address of it means anything to the callee. */
static u64 callee(struct machine *m)
{
	u64 x = load(m, m->r[1] - 8, 8);

	return x + m->r[2];
}

static void call(struct machine *m, const struct rk_insn *i)
{
	u64 x;

	if (i->kind == RK_INSN_CALL_SUB) {
		x = callee(m);
	} else if (i->ref == 4) { /* probe_read(dst, size, src): copies bytes it may read */
		u64 size = m->r[2] & 31;
		u8 *p;

		x = read_all(m, m->r[3], size);
		p = at(m, m->r[1], size);
		if (p)
			memset(p, (int)x, size);
	} else { /* trace_printk(fmt, size, ...) */
		x = read_all(m, m->r[1], m->r[2] & 63);
		x = 31 * (x + m->r[3] + m->r[4] + m->r[5]); /* a result, no address */
	}
	m->r[0] = x;
	for (int r = 1; r <= 5; r++)
		m->r[r] = 0;
}

/* Returns the next slot, or SLOTS to stop. */
static u32 step(struct machine *m, const struct rk_insn *i, u32 at_slot)
{
	u64 src = i->flags & RK_INSN_SRC_REG ? m->r[i->src] : (u64)i->imm;
	u8 *p;

	switch (i->kind) {
	case RK_INSN_ALU:
		m->r[i->dst] = rk_eval_alu(i->op, i->size, false, m->r[i->dst], src);
		break;
	case RK_INSN_LDX: m->r[i->dst] = load(m, m->r[i->src] + (u64)(s64)i->off, i->size); break;
	case RK_INSN_STX:
	case RK_INSN_ST:
		p = at(m, m->r[i->dst] + (u64)(s64)i->off, i->size);
		src = i->kind == RK_INSN_STX ? m->r[i->src] : (u64)i->imm;
		if (p)
			memcpy(p, &src, i->size);
		break;
	case RK_INSN_COND: {
		bool taken = rk_eval_cond(i->op, i->size, m->r[i->dst], src);

		log_word(m, taken);
		if (taken)
			return (u32)i->target;
		break;
	}
	case RK_INSN_JA: return (u32)i->target;
	case RK_INSN_CALL:
	case RK_INSN_CALL_SUB: call(m, i); break;
	case RK_INSN_EXIT: log_word(m, m->r[0]); return SLOTS;
	}
	return at_slot + 1;
}

static void run(struct machine *m, const struct rk_prog *p, u32 slot)
{
	for (u32 k = 0; k < STEPS && slot < SLOTS; k++)
		slot = step(m, &p->insns[slot], slot);
}

static struct rk_insn random_insn(u32 at_slot, u32 n)
{
	static const u8 sizes[] = {1, 2, 4, 8, 8, 8};
	struct rk_insn i = {.size = 8, .target = -1, .dst = (u8)pick(10), .src = (u8)pick(11)};
	u32 kind = pick(20);

	i.imm = (s64)pick(64) - 32;
	i.flags = pick(2) ? RK_INSN_SRC_REG : 0;
	if (kind < 5) {
		i.kind = RK_INSN_ALU;
		i.op = pick(3) ? RK_ALU_MOV : pick(2) ? RK_ALU_ADD : RK_ALU_SUB;
		i.size = pick(8) ? 8 : 4;
	} else if (kind < 7) { /* the usual way to take an address */
		i.kind = RK_INSN_ALU;
		i.op = kind == 5 ? RK_ALU_MOV : RK_ALU_ADD;
		i.src = 10;
		i.dst = (u8)(1 + pick(3));
		i.flags = kind == 5 ? RK_INSN_SRC_REG : 0;
		i.imm = -8 * (s64)pick(6);
	} else if (kind < 13) {
		i.kind = kind < 10 ? RK_INSN_LDX : kind < 12 ? RK_INSN_STX : RK_INSN_ST;
		i.size = sizes[pick(6)];
		i.off = (s16)(-(s32)(pick(6) * 8) - (pick(5) ? 8 : (s32)pick(8)));
		if (i.kind == RK_INSN_LDX)
			i.src = pick(3) ? 10 : i.src;
		else
			i.dst = pick(3) ? 10 : i.dst;
	} else if (kind < 16) {
		i.kind = RK_INSN_COND;
		i.op = pick(2) ? RK_COND_JGT : RK_COND_JEQ;
		i.target = (s32)pick(n);
	} else if (kind < 18) {
		i.kind = RK_INSN_CALL;
		i.ref = pick(2) ? 4 : 6;
	} else if (kind < 19) {
		i.kind = RK_INSN_CALL_SUB;
		i.target = (s32)n;
	} else {
		i.kind = at_slot + 1 == n || pick(3) == 0 ? RK_INSN_EXIT : RK_INSN_JA;
		i.target = i.kind == RK_INSN_JA ? (s32)pick(n) : -1;
	}
	return i;
}

static void make_random(struct rk_insn *insns, u32 n)
{
	for (u32 i = 0; i < n; i++)
		insns[i] = random_insn(i, n);
	insns[n - 1] = (struct rk_insn){.kind = RK_INSN_EXIT, .target = -1};
	/* the callee: r0 = *(u64 *)(r1 - 8); r0 += r2; exit */
	insns[n] =
		(struct rk_insn){.kind = RK_INSN_LDX, .src = 1, .size = 8, .off = -8, .target = -1};
	insns[n + 1] = (struct rk_insn){.kind = RK_INSN_ALU,
		.op = RK_ALU_ADD,
		.src = 2,
		.size = 8,
		.flags = RK_INSN_SRC_REG,
		.target = -1};
	insns[n + 2] = (struct rk_insn){.kind = RK_INSN_EXIT, .target = -1};
}

/* Noise in what is dead. Addresses of the frame only come from r10 and its copies. */
static void scramble(struct machine *m, u16 regs, u64 slots)
{
	for (int r = 0; r < 10; r++)
		if (!(regs >> r & 1))
			m->r[r] = next_random() | (u64)1 << 60;
	for (u32 k = 0; k < 64; k++)
		if (!(slots >> k & 1))
			for (int i = 0; i < 8; i++)
				m->frame[FRAME - 8 * (k + 1) + (u32)i] = (u8)next_random();
}

static void fail(const struct rk_prog *p, const struct rk_live *l, u32 slot)
{
	char text[128];

	fprintf(stderr, "what is dead at %u is used\n", slot);
	for (u32 i = 0; i < p->n_insns; i++) {
		rk_insn_format(text, sizeof(text), &p->insns[i], NULL);
		fprintf(stderr, "%3u: %-36s %03x %016llx\n", i, text, rk_live_at(l, i).regs,
			(unsigned long long)rk_live_at(l, i).slots);
	}
	exit(1);
}

/* Execute from the start; at every step try a second future with noise. */
static void compare_futures(const struct rk_prog *p, const struct rk_live *l)
{
	struct machine m = {.r = {[10] = TOP}};
	u32 slot = 0;

	for (u32 k = 0; k < 30 && slot < SLOTS; k++) {
		struct machine a = m, b = m;

		a.n = b.n = 0;
		scramble(&b, rk_live_at(l, slot).regs, rk_live_at(l, slot).slots);
		run(&a, p, slot);
		run(&b, p, slot);
		if (a.n != b.n || memcmp(a.trace, b.trace, a.n * sizeof(*a.trace)))
			fail(p, l, slot);
		slot = step(&m, &p->insns[slot], slot);
	}
}

/* The rows that an analysis stores are those of the whole. */
static void check_rows(const struct rk_prog *p, const struct rk_live *all, const struct rk_cfg *c,
	struct rk_arena *a)
{
	struct rk_live l;

	rk_live_build(&l, a, c);
	for (u32 i = 0; i < l.n; i++) {
		struct rk_live_row x = l.rows[i], y = rk_live_at(all, x.at);

		if (x.regs != y.regs || x.slots != y.slots)
			fail(p, all, x.at);
	}
	for (u32 b = 0; b < c->n_blocks; b++)
		if (l.rows[b].at > c->blocks[b].start)
			fail(p, all, c->blocks[b].start);
}

static void check_random(void)
{
	struct rk_insn insns[SLOTS];
	u32 n = 4 + pick(SLOTS - 8);
	struct rk_func funcs[2] = {
		{.name = "f", .end = n}, {.name = "g", .start = n, .end = n + 3}};
	struct rk_prog p = {
		.name = "f", .insns = insns, .n_insns = n + 3, .funcs = funcs, .n_funcs = 2};
	struct rk_arena a;
	struct rk_live l;
	struct rk_cfg c;

	make_random(insns, n);
	rk_arena_init(&a);
	rk_cfg_build(&c, &a, &p);
	rk_live_build_all(&l, &a, &c);
	compare_futures(&p, &l);
	check_rows(&p, &l, &c, &a);
	rk_arena_fini(&a);
}

static void expect(const char *what, u64 got, u64 want)
{
	if (got == want)
		return;
	fprintf(stderr, "%s: %#llx instead of %#llx\n", what, (unsigned long long)got,
		(unsigned long long)want);
	exit(1);
}

/* Precision: a key of known size keeps its own slot alive and no other. */
static void check_key(void)
{
	struct rk_map_def map = {.type = RK_MAP_ARRAY, .key_size = 4, .value_size = 8};
	struct rk_obj obj = {.maps = &map, .n_maps = 1};
	struct rk_insn insns[] = {
		{.kind = RK_INSN_ST, .dst = 10, .size = 8, .off = -16},
		{.kind = RK_INSN_ST, .dst = 10, .size = 4, .off = -8},
		{.kind = RK_INSN_ALU,
			.op = RK_ALU_MOV,
			.dst = 2,
			.src = 10,
			.size = 8,
			.flags = RK_INSN_SRC_REG},
		{.kind = RK_INSN_ALU, .op = RK_ALU_ADD, .dst = 2, .size = 8, .imm = -8},
		{.kind = RK_INSN_LDDW, .dst = 1, .ref_kind = RK_REF_MAP},
		{.kind = RK_INSN_PAD},
		{.kind = RK_INSN_CALL, .ref = 1},
		{.kind = RK_INSN_LDX, .dst = 0, .src = 10, .size = 8, .off = -16},
		{.kind = RK_INSN_EXIT},
	};
	struct rk_func func = {.name = "f", .end = RK_ARRAY_SIZE(insns)};
	struct rk_prog p = {.name = "f",
		.insns = insns,
		.n_insns = RK_ARRAY_SIZE(insns),
		.obj = &obj,
		.funcs = &func,
		.n_funcs = 1};
	struct rk_arena a;
	struct rk_live l;
	struct rk_cfg c;

	rk_arena_init(&a);
	rk_cfg_build(&c, &a, &p);
	rk_live_build_all(&l, &a, &c);
	expect("slots at the call", rk_live_at(&l, 6).slots, 3);
	expect("slots after the call", rk_live_at(&l, 7).slots, 2);
	expect("slots at the start", rk_live_at(&l, 0).slots, 1);
	expect("registers at the call", rk_live_at(&l, 6).regs, 1 << 10 | 6);
	expect("registers at the start", rk_live_at(&l, 0).regs, 1 << 10);
	rk_arena_fini(&a);
}

int main(int argc, char **argv)
{
	u32 rounds = argc > 1 ? (u32)atoi(argv[1]) : 30000;

	check_key();
	for (u32 i = 0; i < rounds; i++)
		check_random();
	return 0;
}
