// SPDX-License-Identifier: MIT
/*
 * Families of generated programs whose cost explodes in verifiers that follow paths. The same
 * bytecode goes to both sides. Register use: r6 counter, r7 the value that diamonds change, r8 the
 * pointer into a map's value; helper 5 (bpf_ktime_get_ns) is the unknown number.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include "cliffs.h"
#include "measure.h"
#include "oracle.h"
#include "verify.h"

enum { LOOKUP = 1, KTIME = 5, VALUE_BYTES = 1 << 24 };

struct code {
	struct bpf_insn *v;
	u32 n, cap;
	u32 *lddw; /* slots that load the map */
	u32 n_lddw, cap_lddw;
};

static void *more(void *old, u32 n, u32 *cap, size_t size)
{
	if (n < *cap)
		return old;
	*cap = *cap ? *cap * 2 : 1024;
	old = realloc(old, *cap * size);
	if (!old)
		exit(2);
	return old;
}

static void put(struct code *c, u8 op, u8 dst, u8 src, s16 off, s32 imm)
{
	c->v = more(c->v, c->n, &c->cap, sizeof(*c->v));
	c->v[c->n++] = (struct bpf_insn){
		.code = op, .dst_reg = dst & 15, .src_reg = src & 15, .off = off, .imm = imm};
}

static void alu_imm(struct code *c, u8 op, u8 dst, s32 imm)
{
	put(c, BPF_ALU64 | op | BPF_K, dst, 0, 0, imm);
}

static void alu_reg(struct code *c, u8 op, u8 dst, u8 src)
{
	put(c, BPF_ALU64 | op | BPF_X, dst, src, 0, 0);
}

static void jump_imm(struct code *c, u8 op, u8 dst, s32 imm, s32 off)
{
	put(c, BPF_JMP | op | BPF_K, dst, 0, (s16)off, imm);
}

static void call(struct code *c, s32 helper)
{
	put(c, BPF_JMP | BPF_CALL, 0, 0, 0, helper);
}

static void finish(struct code *c)
{
	alu_imm(c, BPF_MOV, 0, 0);
	put(c, BPF_JMP | BPF_EXIT, 0, 0, 0, 0);
}

/* r0 = the map's value or null: six slots. */
static void lookup(struct code *c, s32 key)
{
	c->lddw = more(c->lddw, c->n_lddw, &c->cap_lddw, sizeof(u32));
	c->lddw[c->n_lddw++] = c->n;
	put(c, BPF_LD | BPF_DW | BPF_IMM, 1, 0, 0, 0);
	put(c, 0, 0, 0, 0, 0);
	alu_reg(c, BPF_MOV, 2, 10);
	alu_imm(c, BPF_ADD, 2, -4);
	put(c, BPF_ST | BPF_MEM | BPF_W, 10, 0, -4, key);
	call(c, LOOKUP);
}

/* r8 = the map's value, or the program ends. */
static void value_in_r8(struct code *c)
{
	lookup(c, 0);
	jump_imm(c, BPF_JNE, 0, 0, 2);
	finish(c);
	alu_reg(c, BPF_MOV, 8, 0);
	alu_imm(c, BPF_MOV, 7, 0);
}

static void read_at_r7(struct code *c)
{
	alu_reg(c, BPF_ADD, 8, 7);
	put(c, BPF_LDX | BPF_MEM | BPF_B, 1, 8, 0, 0);
	finish(c);
}

static void alu(struct code *c, u32 n)
{
	call(c, KTIME);
	alu_reg(c, BPF_MOV, 6, 0);
	call(c, KTIME);
	alu_reg(c, BPF_MOV, 7, 0);
	for (u32 i = 0; c->n + 2 < n; i++)
		switch (i % 6) {
		case 0: alu_reg(c, BPF_ADD, 6, 7); break;
		case 1: alu_reg(c, BPF_XOR, 7, 6); break;
		case 2: put(c, BPF_ALU | BPF_ADD | BPF_K, 6, 0, 0, 3); break;
		case 3: alu_imm(c, BPF_RSH, 7, 1); break;
		case 4: alu_reg(c, BPF_OR, 6, 7); break;
		default: put(c, BPF_ALU | BPF_MUL | BPF_K, 7, 0, 0, 5); break;
		}
	finish(c);
}

static void diamond(struct code *c, u8 op, s32 imm)
{
	call(c, KTIME);
	jump_imm(c, BPF_JSET, 0, 1, 1);
	alu_imm(c, op, 7, imm);
}

static void diam(struct code *c, u32 n)
{
	alu_imm(c, BPF_MOV, 7, 0);
	for (u32 i = 0; i < n; i++)
		diamond(c, BPF_ADD, (s32)(i % 1000 + 1));
	finish(c);
}

static void diamsum(struct code *c, u32 n)
{
	value_in_r8(c);
	for (u32 i = 0; i < n; i++)
		diamond(c, BPF_ADD, 1);
	read_at_r7(c);
}

static void diambit(struct code *c, u32 n)
{
	value_in_r8(c);
	for (u32 i = 0; i < n; i++)
		diamond(c, BPF_OR, (s32)((u32)1 << i));
	read_at_r7(c);
}

static void loop(struct code *c, u32 n)
{
	alu_imm(c, BPF_MOV, 6, 0);
	alu_imm(c, BPF_MOV, 7, 0);
	alu_reg(c, BPF_ADD, 7, 6);
	alu_imm(c, BPF_AND, 7, 0xff);
	alu_imm(c, BPF_XOR, 7, 1);
	alu_imm(c, BPF_ADD, 6, 1);
	jump_imm(c, BPF_JLT, 6, (s32)n, -5);
	finish(c);
}

/* `depth` loops of n trips, counters r6, r7, r8. */
static void nest(struct code *c, u32 n, u8 depth)
{
	u32 head[3];

	for (u8 d = 0; d < depth; d++) {
		alu_imm(c, BPF_MOV, 6 + d, 0);
		head[d] = c->n;
	}
	alu_reg(c, BPF_MOV, 1, 6);
	for (u8 d = depth; d-- > 0;) {
		alu_imm(c, BPF_ADD, 6 + d, 1);
		jump_imm(c, BPF_JLT, 6 + d, (s32)n, (s32)head[d] - (s32)c->n - 1);
	}
	finish(c);
}

static void nest2(struct code *c, u32 n)
{
	nest(c, n, 2);
}

static void nest3(struct code *c, u32 n)
{
	nest(c, n, 3);
}

/* Units of ten instructions: look up, check, add one. */
static void maps(struct code *c, u32 n)
{
	for (u32 i = 0; i < n / 10; i++) {
		lookup(c, 0);
		jump_imm(c, BPF_JEQ, 0, 0, 3);
		put(c, BPF_LDX | BPF_MEM | BPF_DW, 1, 0, 0, 0);
		alu_imm(c, BPF_ADD, 1, 1);
		put(c, BPF_STX | BPF_MEM | BPF_DW, 0, 1, 0, 0);
	}
	finish(c);
}

static const struct family {
	const char *name;
	void (*emit)(struct code *c, u32 n);
	u32 sizes[6];
} families[] = {
	{"alu", alu, {100, 1000, 10000, 100000, 1000000}},
	{"diam", diam, {100, 1000, 10000, 30000}},
	{"diamsum", diamsum, {100, 1000, 10000, 30000}},
	{"diambit", diambit, {12, 16, 17, 20, 24}},
	{"loop", loop, {1000, 10000, 100000, 190000, 1000000}},
	{"nest2", nest2, {100, 316, 1000}},
	{"nest3", nest3, {46, 100}},
	{"maps", maps, {1000, 10000, 100000}},
};

struct ours {
	const char *verdict;
	double ms;
	u64 steps, states;
	size_t peak;
};

static const char *const verdicts[] = {"accept", "unsafe", "unproved", "unsupported", "input"};

static void verify_code(struct ours *o, const struct code *c, u32 rounds)
{
	const struct rk_verify_opts opts = {.worst_limit = ~(u64)0};
	struct rk_map_def map = {.name = "bench",
		.type = BPF_MAP_TYPE_ARRAY,
		.key_size = 4,
		.value_size = VALUE_BYTES,
		.max_entries = 1};
	struct rk_obj obj = {.path = "bench", .license = "GPL", .maps = &map, .n_maps = 1};
	struct series times = {0};
	struct rk_result r = {0};
	struct rk_diags diags;
	struct rk_prog p;
	struct rk_arena a;
	const char *why;

	*o = (struct ours){.verdict = "not read"};
	rk_arena_init(&a);
	if (rk_prog_from_bytes(&p, &a, (const u8 *)c->v, c->n, &why))
		goto out;
	p.obj = &obj;
	p.hook.id = RK_HOOK_RAW_TP;
	for (u32 i = 0; i < c->n_lddw; i++)
		p.insns[c->lddw[i]].ref_kind = RK_REF_MAP;
	for (u32 i = 0; i < rounds; i++) {
		struct rk_arena_mark mark = rk_arena_mark(&a);
		double start;

		rk_diags_init(&diags, &a, "bench");
		start = cpu_ns();
		if (rk_verify(&r, &a, &p, &opts, &diags))
			goto out;
		series_add(&times, (cpu_ns() - start) / 1e6);
		o->verdict = verdicts[r.verdict];
		rk_arena_reset(&a, mark);
	}
	o->ms = series_median(&times);
	o->steps = r.steps;
	o->states = r.states;
	o->peak = r.peak_bytes;
out:
	rk_arena_fini(&a);
}

static void load_code(struct oracle *o, struct code *c)
{
	int fd = oracle_map(VALUE_BYTES);

	for (u32 i = 0; i < c->n_lddw; i++) {
		c->v[c->lddw[i]].src_reg = BPF_PSEUDO_MAP_FD;
		c->v[c->lddw[i]].imm = fd;
	}
	oracle_judge_insns(o, c->v, c->n);
	if (fd >= 0)
		close(fd);
}

static void run(const struct family *f, u32 n, u32 rounds)
{
	static const char *const kernel[] = {"accept", "reject", "-"};
	struct code c = {0};
	struct oracle k;
	struct ours o;

	f->emit(&c, n);
	verify_code(&o, &c, c.n > 50000 ? 1 : rounds);
	load_code(&k, &c);
	printf("%-8s %8u %8u  %-9s %9llu %8llu %10.2f %9zu %7zu  %-7s %8llu %10.2f %7llu  %.60s\n",
		f->name, n, c.n, o.verdict, (unsigned long long)o.steps,
		(unsigned long long)o.states, o.ms, o.peak >> 10, o.peak / c.n * 1000 >> 10,
		kernel[k.verdict], (unsigned long long)k.steps, k.us / 1e3,
		(unsigned long long)k.states, k.why);
	fflush(stdout);
	free(c.v);
	free(c.lddw);
}

void bench_cliffs(u32 rounds)
{
	printf("%-8s %8s %8s  %-9s %9s %8s %10s %9s %7s  %-7s %8s %10s %7s\n", "family", "n",
		"insns", "rkverify", "steps", "states", "ms", "KiB", "/1000", "kernel", "steps",
		"ms", "states");
	for (u32 i = 0; i < RK_ARRAY_SIZE(families); i++)
		for (u32 k = 0; k < RK_ARRAY_SIZE(families[i].sizes); k++)
			if (families[i].sizes[k])
				run(&families[i], families[i].sizes[k], rounds);
	printf("CPU time of rk_verify, medians of %u rounds (1 above 50,000 instructions); the "
	       "kernel's is its own figure, wall time\n",
		rounds);
}
