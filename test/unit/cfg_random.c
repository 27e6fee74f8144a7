/* SPDX-License-Identifier: MIT */
/*
 * Control flow against definitions: on random small programs, dominators by deleting a block and
 * asking what is still reached, natural loops by walking back from each latch, reducibility by what
 * is left when back edges go. Then size: a million slots, among them the shapes that make simpler
 * algorithms quadratic, within a second.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include "cfg.h"

enum { MAX_SLOTS = 40 };

static u64 seed = 88172645463325252;

static u32 next_random(u32 n)
{
	seed ^= seed << 13;
	seed ^= seed >> 7;
	seed ^= seed << 17;
	return (u32)(seed % n);
}

static void fail(const struct rk_prog *p, const char *what, u32 a, u32 b)
{
	fprintf(stderr, "%s: %u %u\n", what, a, b);
	for (u32 i = 0; p->n_insns <= MAX_SLOTS && i < p->n_insns; i++)
		fprintf(stderr, "  %u: kind %u target %d\n", i, p->insns[i].kind,
			p->insns[i].target);
	exit(1);
}

static void make_random(struct rk_insn *insns, u32 n)
{
	memset(insns, 0, n * sizeof(*insns));
	for (u32 i = 0; i < n; i++) {
		u32 r = next_random(10);

		insns[i].target = -1;
		insns[i].kind = RK_INSN_ALU;
		if (r < 4) {
			insns[i].kind = RK_INSN_COND;
			insns[i].target = (s32)next_random(n);
		} else if (r == 4) {
			insns[i].kind = RK_INSN_JA;
			insns[i].target = (s32)next_random(n);
		} else if (r == 5 && next_random(3) == 0) {
			insns[i].kind = RK_INSN_EXIT;
		}
	}
	insns[n - 1].kind = RK_INSN_EXIT;
}

static u32 succ(const struct rk_block *b, int k)
{
	return k ? b->taken : b->next;
}

/* Blocks reached from the entry without passing `gone`. */
static void reach(const struct rk_cfg *c, u32 gone, bool *seen)
{
	bool more = gone != 0;

	memset(seen, 0, MAX_SLOTS);
	seen[0] = gone != 0;
	while (more) {
		more = false;
		for (u32 b = 0; b < c->n_blocks; b++)
			for (int k = 0; seen[b] && k < 2; k++) {
				u32 s = succ(&c->blocks[b], k);

				if (s != RK_NONE && s != gone && !seen[s])
					more = seen[s] = true;
			}
	}
}

static void check_dominators(
	const struct rk_prog *p, const struct rk_cfg *c, const struct rk_dom *d)
{
	bool all[MAX_SLOTS], left[MAX_SLOTS];

	reach(c, RK_NONE, all);
	for (u32 b = 0; b < c->n_blocks; b++)
		if (all[b] != (c->blocks[b].order != RK_NONE))
			fail(p, "reachability", b, all[b]);
	for (u32 a = 0; a < c->n_blocks; a++) {
		reach(c, a, left);
		for (u32 b = 0; b < c->n_blocks; b++) {
			bool want = all[a] && all[b] && !left[b];

			if (rk_cfg_dominates(c, d, a, b) != want)
				fail(p, "dominates", a, b);
		}
	}
}

/* The body of all natural loops with this head, by the definition. */
static void body_of(const struct rk_cfg *c, const struct rk_dom *d, u32 head, bool *in)
{
	bool more = true;

	memset(in, 0, MAX_SLOTS);
	in[head] = true;
	for (u32 b = 0; b < c->n_blocks; b++)
		for (int k = 0; k < 2; k++)
			if (succ(&c->blocks[b], k) == head && rk_cfg_dominates(c, d, head, b))
				in[b] = true;
	while (more) {
		more = false;
		for (u32 b = 0; b < c->n_blocks; b++)
			for (int k = 0; k < 2; k++) {
				u32 s = succ(&c->blocks[b], k);

				if (s != RK_NONE && s != head && in[s] && !in[b] &&
					c->blocks[b].order != RK_NONE)
					more = in[b] = true;
			}
	}
}

/* Without back edges a reducible graph has no cycle: peel blocks whose predecessors are gone. */
static bool reducible(const struct rk_cfg *c, const struct rk_dom *d)
{
	bool gone[MAX_SLOTS] = {0}, more = true;
	u32 left = c->n_order;

	while (more) {
		more = false;
		for (u32 b = 0; b < c->n_blocks; b++) {
			bool free = c->blocks[b].order != RK_NONE && !gone[b];

			for (u32 x = 0; free && x < c->n_blocks; x++)
				for (int k = 0; k < 2; k++)
					if (c->blocks[x].order != RK_NONE && !gone[x] &&
						succ(&c->blocks[x], k) == b &&
						!rk_cfg_dominates(c, d, b, x))
						free = false;
			if (free) {
				more = gone[b] = true;
				left--;
			}
		}
	}
	return !left;
}

/* Also in loops inside it. */
static bool in_loop(const struct rk_cfg *c, u32 block, u32 loop)
{
	u32 l = c->blocks[block].loop;

	while (l != RK_NONE && l != loop)
		l = c->loops[l].parent;
	return l == loop;
}

static void check_loops(const struct rk_prog *p, const struct rk_cfg *c, const struct rk_dom *d)
{
	bool in[MAX_SLOTS], is_head[MAX_SLOTS] = {0};

	if (c->funcs[0].irreducible == reducible(c, d))
		fail(p, "irreducible", c->funcs[0].irreducible, 0);
	if (c->funcs[0].irreducible)
		return;
	for (u32 l = 0; l < c->n_loops; l++) {
		const struct rk_cfg_loop *x = &c->loops[l];

		is_head[x->head] = true;
		if (x->parent != RK_NONE && (x->parent >= l || !in_loop(c, x->head, x->parent)))
			fail(p, "parent", l, x->parent);
		body_of(c, d, x->head, in);
		for (u32 b = 0; b < c->n_blocks; b++)
			if (in_loop(c, b, l) != in[b])
				fail(p, "loop body", x->head, b);
	}
	for (u32 b = 0; b < c->n_blocks; b++) {
		u32 at = rk_cfg_loop_at(c, b);

		if (rk_cfg_is_head(c, c->blocks[b].start) != is_head[b] ||
			(at != RK_NONE) != is_head[b] || (is_head[b] && c->loops[at].head != b))
			fail(p, "head", b, is_head[b]);
	}
}

/* Reverse post order goes forward along every edge exactly where no block reaches itself. */
static void check_cyclic(const struct rk_prog *p, const struct rk_cfg *c)
{
	bool left[MAX_SLOTS] = {0}, more = true, cyclic = false;

	while (more) {
		more = false;
		for (u32 b = 0; b < c->n_blocks; b++) {
			bool ends = !left[b] && c->blocks[b].order != RK_NONE;

			for (int k = 0; ends && k < 2; k++) {
				u32 s = succ(&c->blocks[b], k);

				ends = s == RK_NONE || left[s];
			}
			more |= ends;
			left[b] |= ends;
		}
	}
	for (u32 b = 0; b < c->n_blocks; b++)
		cyclic |= c->blocks[b].order != RK_NONE && !left[b];
	if (c->cyclic != cyclic)
		fail(p, "cyclic", c->cyclic, cyclic);
}

static void check_random(void)
{
	struct rk_insn insns[MAX_SLOTS];
	u32 n = 2 + next_random(MAX_SLOTS - 2);
	struct rk_func func = {.name = "f", .end = n};
	struct rk_prog p = {
		.name = "f", .insns = insns, .n_insns = n, .funcs = &func, .n_funcs = 1};
	struct rk_dom *d;
	struct rk_arena a;
	struct rk_cfg c;

	make_random(insns, n);
	rk_arena_init(&a);
	rk_cfg_build(&c, &a, &p);
	if (c.bad_slot != RK_NONE)
		fail(&p, "bad slot", c.bad_slot, 0);
	d = rk_cfg_dominators(&c, &a);
	check_dominators(&p, &c, d);
	check_loops(&p, &c, d);
	check_cyclic(&p, &c);
	rk_arena_fini(&a);
}

/* shape 0: every block may leave to one exit; 1: nested loops; 2: irreducible ladder; 3: diamonds
 */
static void check_large(u32 shape, u32 n)
{
	struct rk_insn *insns = calloc(n, sizeof(*insns));
	struct rk_func func = {.name = "f", .end = n};
	struct rk_prog p = {
		.name = "f", .insns = insns, .n_insns = n, .funcs = &func, .n_funcs = 1};
	clock_t start = clock();
	struct rk_arena a;
	struct rk_cfg c;

	for (u32 i = 0; i + 1 < n; i++) {
		insns[i].kind = RK_INSN_COND;
		switch (shape) {
		case 0: insns[i].target = (s32)n - 1; break;
		case 1: insns[i].target = (s32)(i < n / 2 ? i + 1 : n - 1 - i); break;
		case 2:
			insns[i].target = (s32)(i % 3 == 1 && i > 8 ? i - 8
						: i + 2 < n         ? i + 2
								    : n - 1);
			break;
		default: insns[i].target = (s32)(i + 3 < n ? i + 3 : n - 1); break;
		}
	}
	insns[n - 1].kind = RK_INSN_EXIT;
	rk_arena_init(&a);
	rk_cfg_build(&c, &a, &p);
	rk_cfg_dominators(&c, &a);
	if (c.n_order < 2 || (shape == 1 && c.n_loops < n / 2 - 2))
		fail(&p, "shape", shape, c.n_loops);
	rk_arena_fini(&a);
	free(insns);
	if ((clock() - start) / CLOCKS_PER_SEC > 10)
		fail(&p, "too slow", shape, (u32)((clock() - start) / CLOCKS_PER_SEC));
}

static void check_calls(void)
{
	struct rk_insn insns[6] = {0};
	struct rk_func funcs[3] = {{"main", 0, 2, 0, false, false, 0},
		{"a", 2, 4, 0, false, false, 0}, {"b", 4, 6, 0, false, false, 0}};
	struct rk_prog p = {
		.name = "main", .insns = insns, .n_insns = 6, .funcs = funcs, .n_funcs = 3};
	struct rk_diags diags;
	struct rk_arena a;
	struct rk_cfg c;

	insns[0] = (struct rk_insn){.kind = RK_INSN_CALL_SUB, .target = 2};
	insns[2] = (struct rk_insn){.kind = RK_INSN_CALL_SUB, .target = 4};
	insns[4] = (struct rk_insn){.kind = RK_INSN_ALU, .target = -1};
	insns[1].kind = insns[3].kind = insns[5].kind = RK_INSN_EXIT;
	rk_arena_init(&a);
	rk_cfg_build(&c, &a, &p);
	if (c.funcs[0].depth != 3 || c.recursive != RK_NONE || c.callee_first[0] != 2 ||
		c.funcs[0].rank != 2 || !c.funcs[2].reached)
		fail(&p, "call depth", c.funcs[0].depth, c.recursive);
	insns[4] = (struct rk_insn){.kind = RK_INSN_CALL_SUB, .target = 2};
	rk_cfg_build(&c, &a, &p);
	if (c.recursive == RK_NONE)
		fail(&p, "recursion not seen", 0, 0);
	insns[4].target = 3;
	rk_cfg_build(&c, &a, &p);
	if (c.bad_slot != 4)
		fail(&p, "call into the middle not seen", c.bad_slot, 0);
	rk_diags_init(&diags, &a, "x");
	if (rk_cfg_check(&c, &diags) != 1 || diags.first->id != RK_DIAG_BAD_CFG)
		fail(&p, "call into the middle not reported", 0, 0);
	funcs[2].start = funcs[2].end = 6;
	rk_cfg_build(&c, &a, &p);
	if (rk_cfg_check(&c, &diags) != 1)
		fail(&p, "empty function not reported", 0, 0);
	rk_arena_fini(&a);
}

int main(int argc, char **argv)
{
	u32 rounds = argc > 1 ? (u32)atoi(argv[1]) : 20000,
	    n = argc > 2 ? (u32)atoi(argv[2]) : 1000000;

	for (u32 i = 0; i < rounds; i++)
		check_random();
	check_calls();
	for (u32 shape = 0; shape < 4; shape++)
		check_large(shape, n);
	return 0;
}
