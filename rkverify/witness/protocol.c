// SPDX-License-Identifier: MIT
/* Iterators of a run, by the rules of rkverify/iter.c. */
#include "world.h"

static u8 builtin_at(const struct rk_prog *p, u32 insn)
{
	for (u32 i = 0; i < p->n_funcs; i++)
		if (insn >= p->funcs[i].start && insn < p->funcs[i].end)
			return p->funcs[i].builtin;
	return RK_NOT_BUILTIN;
}

static u32 find(const struct world *w, u64 address)
{
	u32 i = 0;

	while (i < w->n_iters && w->iters[i] != address)
		i++;
	return i;
}

bool world_iter_call(struct world *w, u32 target, u64 address)
{
	u8 which = builtin_at(w->p, target);
	u32 i = find(w, address);

	if (which == RK_NOT_BUILTIN)
		return true;
	if (which == RK_ITER_NEW && i < w->n_iters)
		return world_fault(w, "makes an iterator where a live one is");
	if (which != RK_ITER_NEW && i == w->n_iters)
		return world_fault(w, "uses an iterator that does not live");
	if (which == RK_ITER_NEW && w->n_iters < WORLD_RECORDS)
		w->iters[w->n_iters++] = address;
	else if (which == RK_ITER_DESTROY)
		w->iters[i] = w->iters[--w->n_iters];
	return true;
}

bool world_iter_write(struct world *w, u64 address, u64 size)
{
	if (!w->n_iters || builtin_at(w->p, w->last) != RK_NOT_BUILTIN)
		return true;
	for (u32 i = 0; i < w->n_iters; i++)
		if (address < w->iters[i] + 8 && w->iters[i] < address + size)
			return world_fault(w, "writes to a live iterator");
	return true;
}
