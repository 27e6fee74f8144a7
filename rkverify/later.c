// SPDX-License-Identifier: MIT
/*
 * Functions that the kernel runs later, on their own: not called by who names them, so that one may
 * name itself. Where an instruction takes a function's address, its copies in registers are
 * followed along all paths; it is named for later if nothing but such a helper ever reads them.
 * What is saved, compared or given to another counts as a call.
 */
#include "cfg_build.h"
#include "rk/tables.h"

enum { CALLER_SAVED = 0x3f };

struct trace {
	struct rk_cfg *c;
	u16 *in;      /* per block: registers that may hold the address on entry */
	u32 *touched; /* blocks with such, as they were found; queued again when more come */
	bool *queued; /* per block */
	u32 n_touched;
	u64 work; /* instructions that may still be looked at */
};

bool rk_runs_later(u32 helper)
{
	return helper == 170 || rk_runs_in_work(helper); /* timer_set_callback */
}

bool rk_runs_in_work(u32 helper)
{
	return helper == 0x20090 || helper == 0x20091; /* wq_set_callback */
}

static u16 bit(u8 reg)
{
	return (u16)(1 << reg);
}

static u16 helper_reads(const struct rk_insn *i)
{
	const struct rk_helper_row *row = rk_helper_row(i->ref);
	u16 regs = 0;

	for (int k = 0; row && k < 5; k++)
		if (row->args[k] != RK_ARG_NONE &&
			!(row->args[k] == RK_ARG_FUNC && rk_runs_later(i->ref)))
			regs |= (u16)(2 << k);
	return row ? regs : CALLER_SAVED;
}

/* Registers with the address after an instruction; false: something else reads one. */
static bool follow(const struct rk_insn *i, u16 *held)
{
	u16 src = i->flags & RK_INSN_SRC_REG ? bit(i->src) : 0, read = 0, written = 0;

	switch (i->kind) {
	case RK_INSN_ALU:
		if (i->op == RK_ALU_MOV && i->size == 8 && src & *held) {
			*held |= bit(i->dst);
			return true;
		}
		read = i->op == RK_ALU_MOV ? src : src | bit(i->dst);
		written = bit(i->dst);
		break;
	case RK_INSN_LDDW: written = bit(i->dst); break;
	case RK_INSN_LDX:
		read = bit(i->src);
		written = bit(i->dst);
		break;
	case RK_INSN_COND: read = src | bit(i->dst); break;
	case RK_INSN_CALL:
		read = helper_reads(i);
		written = CALLER_SAVED;
		break;
	case RK_INSN_CALL_SUB:
		read = CALLER_SAVED;
		written = CALLER_SAVED;
		break;
	case RK_INSN_EXIT: read = 1; break;
	case RK_INSN_JA:
	case RK_INSN_MAY_GOTO:
	case RK_INSN_PAD: break;
	default: read = 0x7ff; break;
	}
	if (read & *held)
		return false;
	*held &= (u16)~written;
	return true;
}

static void flow_into(struct trace *t, u32 block, u16 held)
{
	if (block == RK_NONE || !(held & ~t->in[block]))
		return;
	if (!t->in[block])
		t->touched[t->n_touched++] = block;
	t->in[block] |= held;
	t->queued[block] = true;
}

/* From a slot of a block to its end, and on. */
static bool walk(struct trace *t, u32 block, u32 slot, u16 held)
{
	const struct rk_block *b = &t->c->blocks[block];

	for (; slot < rk_block_end(b) && held; slot++) {
		if (!t->work)
			return false;
		t->work--;
		if (!follow(&t->c->prog->insns[slot], &held))
			return false;
	}
	flow_into(t, b->next, held);
	flow_into(t, b->taken, held);
	return true;
}

static bool only_later(struct trace *t, u32 slot)
{
	u16 held = bit(t->c->prog->insns[slot].dst);
	bool ok = walk(t, rk_cfg_block_of(t->c, slot), slot + 1, held), again = ok;

	while (again && ok) {
		again = false;
		for (u32 i = 0; i < t->n_touched && ok; i++) {
			u32 block = t->touched[i];

			if (!t->queued[block])
				continue;
			t->queued[block] = false;
			again = true;
			ok = walk(t, block, t->c->blocks[block].start, t->in[block]);
		}
	}
	while (t->n_touched) {
		u32 block = t->touched[--t->n_touched];

		t->in[block] = 0;
		t->queued[block] = false;
	}
	return ok;
}

static bool has_later(const struct rk_prog *p)
{
	for (u32 i = 0; i < p->n_insns; i++)
		if (p->insns[i].kind == RK_INSN_CALL && rk_runs_later(p->insns[i].ref))
			return true;
	return false;
}

/* Work is bounded in all, so that no program makes it more than linear. */
void rk_cfg_later(struct rk_cfg *c, struct rk_arena *a, struct rk_arena *tmp)
{
	const struct rk_prog *p = c->prog;
	struct trace t = {.c = c, .work = 65536 + 64 * (u64)p->n_insns};

	if (!c->calls || !has_later(p))
		return;
	c->later = rk_alloc_array(a, p->n_insns, 1);
	t.in = rk_alloc_array(tmp, c->n_blocks, sizeof(*t.in));
	t.touched = rk_alloc_array(tmp, c->n_blocks, sizeof(*t.touched));
	t.queued = rk_alloc_array(tmp, c->n_blocks, sizeof(*t.queued));
	for (u32 i = 0; i < p->n_insns; i++)
		if (p->insns[i].kind == RK_INSN_LDDW && p->insns[i].ref_kind == RK_REF_FUNC)
			c->later[i] = only_later(&t, i);
}
