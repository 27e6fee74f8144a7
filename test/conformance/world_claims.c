// SPDX-License-Identifier: MIT
/*
 * What the verifier claimed, held against each step: which instructions run, which way branches go,
 * what is initialised, where accesses land, how large results are.
 */
#include <inttypes.h>
#include <string.h>
#include "world.h"

static u16 bit(u32 reg)
{
	return (u16)(1u << reg);
}

static u16 helper_regs(u32 id)
{
	const struct rk_helper_row *row = rk_helper_row(id);
	u16 regs = 0;

	for (u32 k = 0; row && k < 5; k++)
		if (row->args[k] != RK_ARG_NONE && row->args[k] != RK_ARG_OPTIONAL)
			regs |= bit(k + 1);
	return regs;
}

/* Registers that an instruction reads. */
static u16 reads(const struct rk_insn *in)
{
	u16 src = in->flags & RK_INSN_SRC_REG ? bit(in->src) : 0;

	switch (in->kind) {
	case RK_INSN_ALU: return in->op == RK_ALU_MOV ? src : src | bit(in->dst);
	case RK_INSN_COND: return src | bit(in->dst);
	case RK_INSN_MOVSX:
	case RK_INSN_LDX: return bit(in->src);
	case RK_INSN_END:
	case RK_INSN_ST: return bit(in->dst);
	case RK_INSN_STX: return bit(in->src) | bit(in->dst);
	case RK_INSN_ATOMIC:
		return bit(in->src) | bit(in->dst) | (in->op == RK_ATOMIC_CMPXCHG ? 1 : 0);
	case RK_INSN_CALL: return helper_regs(in->ref);
	default: return 0;
	}
}

static bool accesses(const struct rk_insn *in)
{
	return in->kind == RK_INSN_LDX || in->kind == RK_INSN_ST || in->kind == RK_INSN_STX ||
	       in->kind == RK_INSN_ATOMIC;
}

/* The register that an instruction writes, 16 where none. */
static u32 writes(const struct rk_insn *in)
{
	switch (in->kind) {
	case RK_INSN_ALU:
	case RK_INSN_MOVSX:
	case RK_INSN_END:
	case RK_INSN_LDDW:
	case RK_INSN_LDX: return in->dst;
	case RK_INSN_CALL: return 0;
	case RK_INSN_ATOMIC:
		if (in->flags & RK_INSN_FETCH)
			return in->op == RK_ATOMIC_CMPXCHG ? 0 : in->src;
		return 16;
	default: return 16;
	}
}

/* Does the address lie within [off_min, off_max] of something of this region? */
static bool lands(const struct world *w, const struct rk_fact *f, u64 address, u64 r10)
{
	bool mixed = f->region == RK_REGION_VALUE && f->map == RK_NO_MAP;

	for (u32 k = 0; (f->region == RK_REGION_STACK || mixed) && k <= w->depth; k++) {
		s64 off = (s64)(address - (r10 - RK_FRAME_BYTES * k));

		if (f->region == RK_REGION_STACK && f->frame != 0xff && f->frame != k)
			continue;
		if (off >= f->off_min && off <= f->off_max && off < 0)
			return true;
	}
	for (u32 i = 0; i < w->n_regions && f->region != RK_REGION_STACK; i++) {
		s64 off = (s64)(address - w->regions[i].base);

		if (off >= f->off_min && off <= f->off_max && (u64)off < w->regions[i].size)
			return true;
	}
	return false;
}

static bool check_access(struct world *w, u32 insn, const u64 *regs)
{
	const struct rk_insn *in = &w->p->insns[insn];
	const struct rk_fact *f = &w->r->facts[insn];
	u64 address = regs[in->kind == RK_INSN_LDX ? in->src : in->dst] + (u64)(s64)in->off;

	if (f->region == RK_REGION_NONE)
		return world_complain(w, insn, "an access without a region");
	if (f->region == RK_REGION_KERNEL)
		return true;
	if (!lands(w, f, address, regs[10]))
		return world_complain(w, insn,
			"address %" PRIx64 " is not at [%" PRId64 ", %" PRId64 "] of region %u",
			address, f->off_min, f->off_max, f->region);
	if (address % f->align)
		return world_complain(
			w, insn, "address %" PRIx64 " is not aligned to %u", address, f->align);
	if (in->kind == RK_INSN_LDX && !(f->flags & RK_FACT_UNINIT) &&
		f->region == RK_REGION_STACK && !world_marked(w, address, in->size))
		return world_complain(w, insn, "stack bytes read that were never written");
	if (in->kind != RK_INSN_LDX)
		world_mark(w, address, in->size);
	return true;
}

/* What the instruction before this one was said to do. */
static bool check_outcome(struct world *w, u32 insn, const u64 *regs)
{
	const struct rk_insn *in = &w->p->insns[w->last];
	const struct rk_fact *f = &w->r->facts[w->last];
	u32 dst = writes(in);
	bool jumped = in->kind == RK_INSN_COND && insn == (u32)in->target,
	     straight = insn == w->last + 1;

	if (jumped != straight && jumped && f->flags & RK_FACT_NEVER_TAKEN)
		return world_complain(w, w->last, "a jump that was never to be taken");
	if (jumped != straight && straight && in->kind == RK_INSN_COND &&
		f->flags & RK_FACT_ALWAYS_TAKEN)
		return world_complain(w, w->last, "a jump that was always to be taken was not");
	if (dst > 10)
		return true;
	if ((s64)regs[dst] < f->dst_min || (s64)regs[dst] > f->dst_max)
		return world_complain(w, w->last,
			"r%u is %" PRId64 ", not in [%" PRId64 ", %" PRId64 "]", dst,
			(s64)regs[dst], f->dst_min, f->dst_max);
	if (f->flags & RK_FACT_NONNULL && !regs[0])
		return world_complain(w, w->last, "a result that is never null is null");
	return true;
}

/* Which registers and frames there are after the instruction before this one. */
static void follow(struct world *w)
{
	const struct rk_insn *in = &w->p->insns[w->last];
	u16 *set = &w->set[w->depth];

	if (in->kind == RK_INSN_CALL_SUB && w->depth + 1 < RK_MAX_FRAMES) {
		w->set[++w->depth] = (*set & 0x3e) | bit(10);
		memset(w->written[w->depth], 0, RK_FRAME_BYTES);
		return;
	}
	if (in->kind == RK_INSN_EXIT && w->depth) {
		u16 result = *set & 1;

		w->depth--;
		w->set[w->depth] = (u16)((w->set[w->depth] & ~0x3f) | result);
		return;
	}
	if (in->kind == RK_INSN_CALL) {
		const struct rk_helper_row *row = rk_helper_row(in->ref);

		*set = (u16)(*set & ~0x3f) | (row && row->ret != RK_RET_VOID);
		return;
	}
	if (writes(in) <= 10)
		*set |= bit(writes(in));
}

/* Others write to map values whenever they like. */
static void disturb(struct world *w)
{
	struct world_map *m;
	struct world_cell *c;
	u64 v = world_next(w);

	if (v & 7 || !w->n_maps)
		return;
	m = &w->maps[(v >> 8) % w->n_maps];
	c = &m->cell[(v >> 24) % WORLD_CELLS];
	if (!c->at || c->constant || c->size < 8)
		return;
	v = world_next(w) >> (v >> 32 & 63);
	memcpy(c->at + world_below(w, c->size / 8) * 8, &v, 8);
}

bool world_step(void *data, u32 insn, const u64 regs[11])
{
	struct world *w = data;
	const struct rk_insn *in = &w->p->insns[insn];
	const struct rk_fact *f = &w->r->facts[insn];
	u16 need = reads(in), set;

	if (w->abandoned)
		return false;
	if (w->last != WORLD_NONE) {
		if (w->p->insns[w->last].kind != RK_INSN_CALL_SUB &&
			w->p->insns[w->last].kind != RK_INSN_EXIT && !check_outcome(w, insn, regs))
			return false;
		follow(w);
	}
	set = w->set[w->depth];
	w->last = insn;
	if (!(f->flags & RK_FACT_REACHED))
		return world_complain(w, insn, "reached, though no path was to lead here");
	if (need & ~set)
		return world_complain(
			w, insn, "registers %x are read and were never set", need & ~set);
	if (f->init_regs & ~set)
		return world_complain(
			w, insn, "registers %x are not initialised", f->init_regs & ~set);
	if (in->kind == RK_INSN_EXIT && !w->depth && !(set & 1))
		return world_complain(w, insn, "the program returns nothing");
	if (accesses(in) && !check_access(w, insn, regs))
		return false;
	disturb(w);
	return !w->wrong[0];
}
