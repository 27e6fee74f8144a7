/* SPDX-License-Identifier: MIT */
/*
 * The control-flow graph of a program: basic blocks, dominators, natural loops and the call graph.
 * Pure structure, in time linear in the program, without recursion; memory is the arena's. Built
 * once, read by everything after. Blocks are numbered by their first slot, and none spans two
 * functions. An edge to a place that is no instruction of the same function is a bad edge:
 * rk_cfg_check() reports it, and later passes never see it.
 */
#ifndef RK_CFG_H
#define RK_CFG_H

#include "obj/prog.h"

#define RK_NONE 0xffffffffu /* no block, no loop, no function */

/* Ends where the row behind it begins; so do its predecessors. The last row is no block. */
struct rk_block {
	u32 start;       /* slot; the last instruction is a jump, an exit, or falls through */
	u32 next, taken; /* successors: fall-through and jump target, RK_NONE where there is none */
	u32 order;       /* position in reverse post order, RK_NONE where unreachable */
	u32 loop;        /* innermost loop around it, RK_NONE */
	u32 pred;        /* predecessors: rk_cfg.preds[pred ..]; a block may be listed twice */
};

/* For a row within rk_cfg.blocks, not a copy of one. */
static inline u32 rk_block_end(const struct rk_block *b)
{
	return b[1].start;
}

static inline u32 rk_block_n_preds(const struct rk_block *b)
{
	return b[1].pred - b->pred;
}

/* A natural loop: all back edges to one head. Outer loops come before the loops inside them. */
struct rk_cfg_loop {
	u32 head;   /* block */
	u32 parent; /* enclosing loop, RK_NONE */
	u32 depth;  /* 1 = outermost */
	u32 n_latches;
	u32 latch; /* the last latch: block whose jump closes the loop */
	u32 func;
};

struct rk_cfg_func {
	u32 first, last;             /* blocks [first, last) */
	u32 order_first, order_last; /* its reachable blocks are order[order_first .. order_last) */
	u32 rank;     /* callees have a lower rank: position in rk_cfg.callee_first */
	u32 depth;    /* frames of the deepest chain of calls from here, itself included */
	bool reached; /* called or taken as a callback from the program, or the program itself */
	bool later;   /* run by the kernel on its own: a timer's function */
	bool irreducible; /* a cycle can be entered in the middle: loops[] does not describe it */
};

struct rk_cfg {
	const struct rk_prog *prog;
	struct rk_block *blocks; /* n_blocks + 1 */
	u32 n_blocks;
	u32 *preds;
	u32 *order; /* blocks in reverse post order, function after function */
	u32 n_order;
	struct rk_cfg_loop *loops;
	u32 n_loops;
	struct rk_cfg_func *funcs; /* prog->n_funcs of them */
	u32 *callee_first;         /* function numbers, callees before callers */
	u8 *later;                 /* per slot: it names a function that runs later; NULL: none */
	u32 recursive;             /* a function on a cycle of calls, RK_NONE */
	u32 bad_slot;              /* first slot whose control flow leaves the function, RK_NONE */
	u32 dead_slot;             /* first slot that no path reaches, RK_NONE */
	bool cyclic;               /* some edge goes backwards in `order` */
	bool calls;                /* some instruction calls a function, or names one */
};

/* The dominator tree; a dominates b: a.in <= b.in && b.out <= a.out. */
struct rk_dom {
	u32 idom; /* RK_NONE for entries and unreachable blocks */
	u32 in, out;
};

void rk_cfg_build(struct rk_cfg *c, struct rk_arena *a, const struct rk_prog *p);
/*
 * BAD_CFG, UNREACHABLE, CALL_DEPTH as diagnostics, at most one of each; returns how many.
 * A program with any of them must not be analysed further.
 */
u32 rk_cfg_check(const struct rk_cfg *c, struct rk_diags *diags);

u32 rk_cfg_func_of(const struct rk_prog *p, u32 slot); /* by binary search */
u32 rk_cfg_loop_at(const struct rk_cfg *c, u32 block); /* that it is the head of, RK_NONE */
/* The function that an instruction runs, itself or by a helper that it is named to; RK_NONE. */
u32 rk_cfg_callee(const struct rk_cfg *c, u32 slot);
bool rk_runs_later(u32 helper);   /* is the function that it is given run on its own? */
bool rk_runs_in_work(u32 helper); /* ... where it may sleep? */
/* Is slot `s` the start of a loop head's block? (Also true for entries of irreducible cycles.) */
bool rk_cfg_is_head(const struct rk_cfg *c, u32 slot);
/* Slot of a block's last instruction. */
u32 rk_cfg_last(const struct rk_cfg *c, u32 block);
/* The block that a slot is in. */
u32 rk_cfg_block_of(const struct rk_cfg *c, u32 slot);
/* One row per block; needed only to find loops, so that not every program has them. */
struct rk_dom *rk_cfg_dominators(const struct rk_cfg *c, struct rk_arena *a);
/* Is block a on every path to b? */
bool rk_cfg_dominates(const struct rk_cfg *c, const struct rk_dom *d, u32 a, u32 b);

#endif
