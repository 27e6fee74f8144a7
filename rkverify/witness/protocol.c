// SPDX-License-Identifier: MIT
/*
 * What a program holds and must give back, and iterators of a run, by the rules of rkverify/iter.c:
 * a function that a helper calls may run many times, or never, so it gives back what it took and
 * nothing else.
 */
#include <string.h>
#include "world.h"

bool world_hold(struct world *w, u8 kind, u64 at)
{
	if (w->n_held == WORLD_HELD) {
		w->diverged = true;
		return false;
	}
	w->held[w->n_held++] = (struct world_held){at, kind};
	return true;
}

u32 world_held(const struct world *w, u8 kind, u64 at)
{
	for (u32 i = w->n_held; i--;)
		if (w->held[i].kind == kind && w->held[i].at == at)
			return i;
	return WORLD_NONE;
}

bool world_give_back(struct world *w, u8 kind, u64 at, const char *none)
{
	u32 i = world_held(w, kind, at);

	if (i == WORLD_NONE)
		return world_fault(w, none);
	if (i < world_held_before(w))
		return world_fault(w, "gives back what its caller holds, in a function that may "
				      "run many times or never");
	w->n_held--;
	memmove(&w->held[i], &w->held[i + 1], (w->n_held - i) * sizeof(w->held[0]));
	return true;
}

static bool is_flags(const struct world *w, u64 at)
{
	for (u32 i = 0; i < w->n_things; i++)
		if (w->things[i].at == at)
			return w->things[i].kind == RK_ARG_IRQ_NEW;
	return false;
}

static bool is_iterator(const struct world *w, u64 at)
{
	for (u32 i = 0; i < w->n_things; i++)
		if (w->things[i].at == at)
			return w->things[i].kind == RK_ARG_ITER_NEW;
	return false;
}

static const char *left(const struct world *w, const struct world_held *h)
{
	switch (h->kind) {
	case HOLD_ITER: return "ends while an iterator was not destroyed";
	case HOLD_OBJECT: return "ends while a kernel object is still held";
	case HOLD_RCU: return "ends while a section of bpf_rcu_read_lock is open";
	case HOLD_LOCK: return "ends while a lock is not released";
	case HOLD_PREEMPT: return "ends while a section of bpf_preempt_disable is open";
	case HOLD_THING:
		if (is_flags(w, h->at))
			return "ends while interrupts are still off";
		if (is_iterator(w, h->at))
			return "ends while an iterator was not destroyed";
		break;
	default: break;
	}
	return "ends while a record is still reserved";
}

/* It ends all frames: nothing is held in any. */
bool world_throws(void *data, u32 id)
{
	struct world *w = data;
	const struct rk_helper_row *row = rk_helper_row(id);

	if (!row || row->ret != RK_RET_THROW)
		return false;
	return !w->n_held || world_fault(w, left(w, &w->held[0]));
}

bool world_may_end(struct world *w)
{
	u32 n = world_held_before(w);

	return w->n_held <= n || world_fault(w, left(w, &w->held[n]));
}

static u8 builtin_at(const struct rk_prog *p, u32 insn)
{
	for (u32 i = 0; i < p->n_funcs; i++)
		if (insn >= p->funcs[i].start && insn < p->funcs[i].end)
			return p->funcs[i].builtin;
	return RK_NOT_BUILTIN;
}

bool world_iter_call(struct world *w, u32 target, u64 address)
{
	u8 which = builtin_at(w->p, target);
	bool lives = world_held(w, HOLD_ITER, address) != WORLD_NONE;

	if (which == RK_NOT_BUILTIN)
		return true;
	if (which == RK_ITER_NEW)
		return lives ? world_fault(w, "makes an iterator where a live one is")
			     : world_hold(w, HOLD_ITER, address);
	if (which == RK_ITER_DESTROY)
		return world_give_back(
			w, HOLD_ITER, address, "uses an iterator that does not live");
	return lives || world_fault(w, "uses an iterator that does not live");
}

bool world_iter_write(struct world *w, u64 address, u64 size)
{
	if (!w->n_held || builtin_at(w->p, w->last) != RK_NOT_BUILTIN)
		return true;
	for (u32 i = 0; i < w->n_held; i++)
		if (w->held[i].kind == HOLD_ITER && address < w->held[i].at + 8 &&
			w->held[i].at < address + size)
			return world_fault(w, "writes to a live iterator");
	return true;
}
