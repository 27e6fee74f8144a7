/* SPDX-License-Identifier: MIT */
/* The walk of the translator over one function: shared by smt.c and smt_loop.c. */
#ifndef RK_PROOF_SMT_WALK_H
#define RK_PROOF_SMT_WALK_H

#include "smt.h"

enum { MAX_BLOCKS = 4096, MAX_PARTS = 4, MAX_PATHS = 16 };

struct term { /* a number, or the members of a small struct */
	Z3_ast part[MAX_PARTS];
	unsigned n;
};

/* A way to a place: another way and one branch. */
struct path {
	const struct path *from; /* NULL: `when` says it all */
	Z3_ast cond, when;
	bool taken;
};

/* All ways to a block, and the condition that it is reached. */
struct place {
	const struct path *paths[MAX_PATHS];
	unsigned n;
	Z3_ast when;
};

struct edge {
	struct edge *next;
	const struct path *path;
	struct term *phis;
};

struct block {
	LLVMBasicBlockRef bb;
	struct edge *edges;
	unsigned runs, n_phis, order;
	bool done, open;
};

struct slot { /* hash table of instruction values */
	LLVMValueRef key;
	struct term term;
};

struct walk {
	struct smt *s;
	struct block blocks[MAX_BLOCKS];
	unsigned n_blocks, next_order;
	bool (*loop)[MAX_BLOCKS]; /* loop[h]: the blocks of the loop whose header is h */
	struct slot *slots;
	size_t n_slots;
};

struct block *smt_block_of(struct walk *w, LLVMBasicBlockRef bb);
/* Numbers the blocks, highest first to run: what leaves a loop runs after all of its rounds. */
void smt_order(struct walk *w);

#endif
