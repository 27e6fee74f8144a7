/* SPDX-License-Identifier: MIT */
/* The order in which the translator executes blocks, from the loops of the function. */
#include <stdlib.h>
#include "smt_walk.h"

struct block *smt_block_of(struct walk *w, LLVMBasicBlockRef bb)
{
	for (unsigned i = 0; i < w->n_blocks; i++)
		if (w->blocks[i].bb == bb)
			return &w->blocks[i];
	smt_fail("block", LLVMBasicBlockAsValue(bb));
}

static void add_to_loop(struct walk *w, unsigned header, unsigned block)
{
	LLVMUseRef use;

	if (w->loop[header][block])
		return;
	w->loop[header][block] = true;
	for (use = LLVMGetFirstUse(LLVMBasicBlockAsValue(w->blocks[block].bb)); use;
		use = LLVMGetNextUse(use)) {
		LLVMValueRef user = LLVMGetUser(use);

		if (LLVMIsATerminatorInst(user) && block != header)
			add_to_loop(w, header,
				(unsigned)(smt_block_of(w, LLVMGetInstructionParent(user)) -
					   w->blocks));
	}
}

static void find_loops(struct walk *w, unsigned i)
{
	LLVMValueRef term = LLVMGetBasicBlockTerminator(w->blocks[i].bb);

	w->blocks[i].done = w->blocks[i].open = true;
	for (unsigned k = 0; k < LLVMGetNumSuccessors(term); k++) {
		unsigned to = (unsigned)(smt_block_of(w, LLVMGetSuccessor(term, k)) - w->blocks);

		if (w->blocks[to].open) {
			w->loop[to][to] = true;
			add_to_loop(w, to, i);
		} else if (!w->blocks[to].done) {
			find_loops(w, to);
		}
	}
	w->blocks[i].open = false;
}

/*
 * Post-order numbers, highest first to run. What leaves a loop is numbered before the loop's own
 * blocks so that it runs after every round.
 */
static void number(struct walk *w, unsigned i)
{
	LLVMValueRef term = LLVMGetBasicBlockTerminator(w->blocks[i].bb);

	w->blocks[i].done = true;
	for (unsigned h = 0; h < w->n_blocks; h++) {
		if (!w->loop[h][i])
			continue;
		for (unsigned m = 0; m < w->n_blocks; m++) {
			LLVMValueRef t = LLVMGetBasicBlockTerminator(w->blocks[m].bb);

			for (unsigned k = 0; w->loop[h][m] && k < LLVMGetNumSuccessors(t); k++) {
				unsigned to = (unsigned)(smt_block_of(w, LLVMGetSuccessor(t, k)) -
							 w->blocks);

				if (!w->loop[h][to] && !w->blocks[to].done)
					number(w, to);
			}
		}
	}
	for (unsigned k = 0; k < LLVMGetNumSuccessors(term); k++) {
		unsigned to = (unsigned)(smt_block_of(w, LLVMGetSuccessor(term, k)) - w->blocks);

		if (!w->blocks[to].done)
			number(w, to);
	}
	w->blocks[i].order = w->next_order++;
}

void smt_order(struct walk *w)
{
	w->loop = calloc(w->n_blocks, sizeof(*w->loop));
	find_loops(w, 0);
	for (unsigned i = 0; i < w->n_blocks; i++)
		w->blocks[i].done = false;
	number(w, 0);
	free(w->loop);
	w->loop = NULL;
}
