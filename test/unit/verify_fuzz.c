// SPDX-License-Identifier: MIT
/*
 * Random programs that the verifier accepts are run step by step: every access must stay within the
 * stack, every result within its proved range, every register as the facts say, dead branches dead,
 * and the number of instructions within the worst case. Programs mix arithmetic, branches, counted
 * loops, indexed stack accesses, spills and a subprogram.
 *
 *     verify_fuzz [programs [seed]]
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "domain.h"
#include "rk/tables.h"
#include "verify.h"

enum { MAX_SLOTS = 160, RUNS = 6, FRAME = 512, FRAMES = 8, LONG = 100000 };

static u64 seed = 1;

static u64 rnd(void)
{
	seed ^= seed << 13;
	seed ^= seed >> 7;
	seed ^= seed << 17;
	return seed * 0x2545f4914f6cdd1dull >> 7;
}

static u32 below(u32 n)
{
	return (u32)(rnd() % n);
}

/* ---- generator ---- */

struct gen {
	u8 bytes[MAX_SLOTS * 8];
	u32 n;
};

static void put(struct gen *g, u8 code, u8 dst, u8 src, s16 off, s32 imm)
{
	u8 *p = g->bytes + g->n++ * 8;

	p[0] = code;
	p[1] = (u8)(dst | src << 4);
	memcpy(p + 2, &off, 2);
	memcpy(p + 4, &imm, 4);
}

static s32 constant(void)
{
	static const s32 some[] = {0, 1, -1, 2, 7, 8, 15, 16, 31, 63, 64, 255, 256, 1000, S32_MAX,
		S32_MIN, -2, -8, 0x7fff, 0x8000, 0xffff};

	return below(4) ? some[below(RK_ARRAY_SIZE(some))] : (s32)rnd();
}

/* r0..r4 are numbers, r6 and r9 loop counters, r7 and r8 scratch for addresses. */
static u8 number(void)
{
	return (u8)below(5);
}

static void random_alu(struct gen *g)
{
	static const u8 ops[] = {
		0x00, 0x10, 0x20, 0x30, 0x40, 0x50, 0x60, 0x70, 0x80, 0x90, 0xa0, 0xb0, 0xc0};
	u8 op = ops[below(RK_ARRAY_SIZE(ops))], class = below(2) ? 7 : 4, dst = number();
	bool shift = op == 0x60 || op == 0x70 || op == 0xc0, divide = op == 0x30 || op == 0x90;
	s32 imm = constant();

	if (op == 0x80) {
		put(g, (u8)(op | class), dst, 0, 0, 0);
	} else if (below(2)) {
		put(g, (u8)(op | 8 | class), dst, number(), divide && below(2), 0);
	} else {
		if (shift)
			imm &= class == 7 ? 63 : 31;
		if (divide && !imm)
			imm = 3;
		put(g, (u8)(op | class), dst, 0, divide && below(2), imm);
	}
}

static void random_stack(struct gen *g)
{
	static const u8 sizes[] = {0x00, 0x08, 0x10, 0x18};
	static const u8 bytes[] = {4, 2, 1, 8};
	u32 s = below(4);
	s16 off = (s16)(-(s32)bytes[s] * (1 + (s32)below(64u / bytes[s])));

	switch (below(4)) {
	case 0: put(g, 0x61 | sizes[s], number(), 10, off, 0); break;
	case 1: put(g, 0x63 | sizes[s], 10, number(), off, 0); break;
	case 2: put(g, 0x62 | sizes[s], 10, 0, off, constant()); break;
	default: /* r7 = r10 - 64 + (number & mask): stays in the 64 bytes for most masks */
		put(g, 0xbf, 7, number(), 0, 0);
		put(g, 0x57, 7, 0, 0, below(6) ? 56 : constant());
		put(g, 0xbf, 8, 10, 0, 0);
		put(g, 0x07, 8, 0, 0, -64);
		put(g, 0x0f, 8, 7, 0, 0);
		put(g, below(2) ? 0x7b : 0x79, 8, 8, 0, 0);
		if ((g->bytes[g->n * 8 - 8]) == 0x7b)
			g->bytes[g->n * 8 - 7] = (u8)(8 | number() << 4);
		else
			g->bytes[g->n * 8 - 7] = (u8)(number() | 8 << 4);
		put(g, 0xb7, 8, 0, 0, 0);
	}
}

static void random_op(struct gen *g)
{
	switch (below(10)) {
	case 0:
	case 1: random_stack(g); break;
	case 2:
		put(g, 0x85, 0, 0, 0, 7); /* clobbers r1 to r4 */
		for (u8 r = 1; r < 5; r++)
			put(g, below(2) ? 0xbf : 0xb7, r, 0, 0, 0);
		break;
	case 3: put(g, below(2) ? 0xbf : 0xbc, number(), 6, 0, 0); break;
	case 4:
		put(g, below(2) ? 0xbf : 0xbc, number(), number(),
			(s16)(below(3) ? 0 : 8 << below(3)), 0);
		if (g->bytes[g->n * 8 - 8] == 0xbc && g->bytes[g->n * 8 - 6] == 32)
			g->bytes[g->n * 8 - 6] = 16;
		break;
	default: random_alu(g);
	}
}

static u8 random_cond(void)
{
	static const u8 ops[] = {0x10, 0x20, 0x30, 0x40, 0x50, 0x60, 0x70, 0xa0, 0xb0, 0xc0, 0xd0};

	return (u8)(ops[below(RK_ARRAY_SIZE(ops))] | (below(2) ? 5 : 6));
}

static void branch(struct gen *g, u32 depth);

static void block(struct gen *g, u32 n, u32 depth)
{
	for (u32 i = 0; i < n && g->n < MAX_SLOTS - 40; i++) {
		if (below(5) == 0)
			branch(g, depth + 1);
		else
			random_op(g);
	}
}

static void branch(struct gen *g, u32 depth)
{
	u32 at = g->n;
	u8 cond = random_cond(), src = below(2) ? 8 : 0;
	s16 len;

	put(g, cond | src, below(8) ? number() : 6, src ? number() : 0, 0, src ? 0 : constant());
	block(g, 1 + below(4), depth);
	len = (s16)(g->n - at - 1);
	memcpy(g->bytes + at * 8 + 2, &len, 2);
}

/* do { body } while ((counter += step) cond bound), and sometimes a wrong one */
static void loop(struct gen *g, u8 counter, u32 depth)
{
	static const s32 steps[] = {1, 1, 1, 2, 3, 8, -1};
	s32 step = steps[below(RK_ARRAY_SIZE(steps))], bound = (s32)below(below(8) ? 24 : 1500);
	u32 start;

	put(g, below(2) ? 0xb7 : 0xb4, counter, 0, 0, step < 0 ? bound : 0);
	start = g->n;
	block(g, 1 + below(4), depth);
	if (depth == 0 && below(3) == 0)
		loop(g, 9, depth + 1);
	put(g, below(2) ? 0x07 : 0x04, counter, 0, 0, step);
	if (step < 0)
		put(g, below(2) ? 0x55 : 0x65, counter, 0, (s16)(start - g->n - 1), 0);
	else
		put(g, below(3) ? (below(2) ? 0xa5 : 0xa6) : 0x55, counter, 0,
			(s16)(start - g->n - 1), bound);
}

static void generate(struct gen *g)
{
	bool calls = below(3) == 0;
	u32 call = 0;

	g->n = 0;
	put(g, 0x85, 0, 0, 0, 7);
	for (u8 r = 1; r < 5; r++)
		put(g, below(2) ? 0xbf : 0xb7, r, 0, 0, 0);
	for (u8 r = 6; r < 10; r++)
		put(g, 0xb7, r, 0, 0, (s32)below(50));
	for (s16 off = -64; off < 0; off += 8)
		put(g, below(2) ? 0x7b : 0x7a, 10, 0, off, 0);
	block(g, 2 + below(6), 1);
	if (below(2))
		loop(g, 6, 0);
	if (calls) {
		call = g->n;
		put(g, 0x85, 0, 1, 0, 0);
		for (u8 r = 1; r < 5; r++)
			put(g, 0xbf, r, 0, 0, 0);
	}
	block(g, 2 + below(6), 1);
	if (below(3) == 0)
		loop(g, 6, 0);
	put(g, 0x95, 0, 0, 0, 0);
	if (!calls)
		return;
	((s32 *)(void *)(g->bytes + call * 8))[1] = (s32)(g->n - call - 1);
	put(g, 0xbf, 0, 1, 0, 0);
	for (u8 r = 6; r < 10; r++)
		put(g, 0xb7, r, 0, 0, (s32)below(50));
	for (s16 off = -64; off < 0; off += 8)
		put(g, 0x7b, 10, 2, off, 0);
	block(g, 2 + below(4), 1);
	put(g, 0x95, 0, 0, 0, 0);
}

/* ---- machine ---- */

#define STACK_AT 0x7000000000ull

struct machine {
	u64 r[11];
	u8 stack[FRAMES * FRAME];
	u32 depth, ret[FRAMES];
	u64 saved[FRAMES][4];
	u32 pc;
	u64 cost;
};

static int complain(const struct rk_prog *p, const struct machine *m, const char *what)
{
	char text[96];

	for (u32 i = 0; i < p->n_insns; i++) {
		rk_insn_format(text, sizeof(text), &p->insns[i], NULL);
		printf("%s%3u: %s\n", i == m->pc ? "->" : "  ", i, text);
	}
	for (u32 i = 0; i < 11; i++)
		printf("r%u = 0x%llx\n", i, (unsigned long long)m->r[i]);
	printf("%s at %u\n", what, m->pc);
	return 1;
}

static u8 *memory(struct machine *m, u64 at, u32 size)
{
	u64 off = at - STACK_AT, frame = m->r[10] - FRAME - STACK_AT;

	return off >= frame && off + size <= frame + FRAME ? m->stack + off : NULL;
}

static const char *check_regs(const struct machine *m, const struct rk_fact *f)
{
	for (u32 r = 0; r < 10; r++) {
		bool in_stack = m->r[r] - STACK_AT <= FRAMES * FRAME;

		if (f->ptr_regs >> r & 1 && m->r[r] && !in_stack)
			return "a register said to be a pointer is none";
	}
	return f->flags & RK_FACT_REACHED ? NULL : "an unreachable instruction was reached";
}

static const char *check_result(const struct rk_fact *f, u64 x)
{
	if (f->flags & RK_FACT_DST_PTR)
		return NULL;
	return (s64)x < f->dst_min || (s64)x > f->dst_max ? "result outside its range" : NULL;
}

static const char *check_address(
	const struct machine *m, const struct rk_insn *in, const struct rk_fact *f, u64 at)
{
	s64 off = (s64)(at - m->r[10]);

	if (f->region != RK_REGION_STACK || off < f->off_min || off > f->off_max ||
		(f->align && at % f->align))
		return "access outside its proved offsets";
	(void)in;
	return NULL;
}

static const char *run_mem(struct machine *m, const struct rk_insn *in, const struct rk_fact *f)
{
	bool load = in->kind == RK_INSN_LDX;
	u64 at = m->r[load ? in->src : in->dst] + (u64)(s64)in->off, v = 0;
	u8 *p = memory(m, at, in->size);

	if (!p)
		return "access outside the stack";
	if (load) {
		memcpy(&v, p, in->size);
		m->r[in->dst] = in->flags & RK_INSN_SIGNED ? rk_eval_movsx(8, in->size, v) : v;
		return check_result(f, m->r[in->dst]) ? check_result(f, m->r[in->dst])
						      : check_address(m, in, f, at);
	}
	v = in->kind == RK_INSN_ST ? (u64)in->imm : m->r[in->src];
	memcpy(p, &v, in->size);
	return check_address(m, in, f, at);
}

static u64 operand(const struct machine *m, const struct rk_insn *in)
{
	return in->flags & RK_INSN_SRC_REG ? m->r[in->src] : (u64)in->imm;
}

static const char *run_cond(struct machine *m, const struct rk_insn *in, const struct rk_fact *f)
{
	bool taken = rk_eval_cond((enum rk_cond)in->op, in->size, m->r[in->dst], operand(m, in));

	if (taken ? f->flags & RK_FACT_NEVER_TAKEN : f->flags & RK_FACT_ALWAYS_TAKEN)
		return "a branch proved dead was taken";
	m->pc = taken ? (u32)in->target : m->pc + 1;
	return NULL;
}

static void enter(struct machine *m, const struct rk_insn *in)
{
	memcpy(m->saved[m->depth], &m->r[6], sizeof(m->saved[0]));
	m->ret[m->depth++] = m->pc + 1;
	m->r[10] -= FRAME;
	memset(m->stack + (m->r[10] - FRAME - STACK_AT), 0, FRAME);
	m->pc = (u32)in->target;
}

static bool leave(struct machine *m)
{
	if (!m->depth)
		return false;
	m->pc = m->ret[--m->depth];
	memcpy(&m->r[6], m->saved[m->depth], sizeof(m->saved[0]));
	m->r[10] += FRAME;
	return true;
}

/* NULL: went on or ended. */
static const char *step(
	struct machine *m, const struct rk_prog *p, const struct rk_fact *facts, bool *done)
{
	const struct rk_insn *in = &p->insns[m->pc];
	const struct rk_fact *f = &facts[m->pc];
	const char *bad = check_regs(m, f);

	m->cost++;
	if (bad)
		return bad;
	switch (in->kind) {
	case RK_INSN_ALU:
		m->r[in->dst] = rk_eval_alu((enum rk_alu)in->op, in->size,
			in->flags & RK_INSN_SIGNED, m->r[in->dst], operand(m, in));
		bad = check_result(f, m->r[in->dst]);
		break;
	case RK_INSN_MOVSX:
		m->r[in->dst] = rk_eval_movsx(in->size, in->msize, m->r[in->src]);
		bad = check_result(f, m->r[in->dst]);
		break;
	case RK_INSN_LDX:
	case RK_INSN_ST:
	case RK_INSN_STX: bad = run_mem(m, in, f); break;
	case RK_INSN_COND: return run_cond(m, in, f);
	case RK_INSN_CALL:
		m->cost += rk_helper_cost(rk_helper_row(in->ref), 0, 0, 0);
		m->r[0] = below(3) ? rnd() << below(40) : below(20);
		break;
	case RK_INSN_CALL_SUB: enter(m, in); return NULL;
	case RK_INSN_EXIT: *done = !leave(m); return NULL;
	default: return "an instruction that the generator does not make";
	}
	m->pc++;
	return bad;
}

static int execute(const struct rk_prog *p, const struct rk_result *r)
{
	struct machine m = {.pc = 0};
	const char *bad = NULL;
	bool done = false;

	for (u32 i = 0; i < 10; i++)
		m.r[i] = rnd();
	m.r[10] = STACK_AT + sizeof(m.stack);
	while (!done && !bad) {
		bad = step(&m, p, r->facts, &done);
		if (!bad && m.cost > r->worst_insns)
			bad = "more instructions than the worst case";
	}
	return bad ? complain(p, &m, bad) : 0;
}

static int try_one(u32 *accepted)
{
	struct rk_verify_opts opts = {.worst_limit = ~(u64)0};
	struct rk_arena a;
	struct rk_diags d;
	struct rk_result r;
	struct rk_prog p = {0};
	struct gen g;
	const char *why = NULL;
	int err = 0;

	generate(&g);
	rk_arena_init(&a);
	rk_diags_init(&d, &a, "fuzz");
	if (!rk_prog_from_bytes(&p, &a, g.bytes, g.n, &why) && !rk_verify(&r, &a, &p, &opts, &d) &&
		r.verdict == RK_ACCEPT) {
		++*accepted;
		for (u32 i = 0; i < (r.worst_insns > LONG ? 1 : RUNS) && !err; i++)
			err = execute(&p, &r);
	} else if (getenv("VERBOSE")) {
		printf("%s\n", why ? why : d.first->text);
	}
	rk_arena_fini(&a);
	return err;
}

int main(int argc, char **argv)
{
	u32 n = argc > 1 ? (u32)atoi(argv[1]) : 300, accepted = 0;
	u64 base = argc > 2 ? strtoull(argv[2], NULL, 0) : 1;

	for (u32 i = 0; i < n; i++) {
		seed = (base + i) * 0x9e3779b97f4a7c15ull | 1;
		if (try_one(&accepted)) {
			printf("program of seed %llu\n", (unsigned long long)(base + i));
			return 1;
		}
	}
	if (accepted < n / 8) {
		printf("only %u of %u programs were accepted: the test tests little\n", accepted,
			n);
		return 1;
	}
	if (getenv("VERBOSE"))
		printf("%u of %u accepted\n", accepted, n);
	return 0;
}
