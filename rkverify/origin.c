/* SPDX-License-Identifier: MIT */
/* Transfer function and join of register origins; see origin.h. */
#include "origin.h"
#include "rk/tables.h"

static struct rk_origin other(void)
{
	return (struct rk_origin){RK_ORIGIN_OTHER, 0};
}

static struct rk_origin any(void)
{
	return (struct rk_origin){RK_ORIGIN_ANY, 0};
}

u64 rk_frame_slots(s64 off, u64 size)
{
	u32 first, last;

	if (off < -RK_FRAME_BYTES || off >= 0 || !size || size > (u64)-off)
		return ~(u64)0;
	first = (u32)(-(off + (s64)size)) / 8;
	last = (u32)(-off - 1) / 8;
	return (~(u64)0 >> (63 - last)) & (~(u64)0 << first);
}

static struct rk_origin join(struct rk_origin a, struct rk_origin b)
{
	if (a.kind == b.kind && a.n == b.n)
		return a;
	return rk_origin_is_frame(a) || rk_origin_is_frame(b) ? any() : other();
}

bool rk_origins_join(struct rk_origins *o, const struct rk_origins *from)
{
	bool changed = false;

	for (int r = 0; r < 10; r++) {
		struct rk_origin j = join(o->r[r], from->r[r]);

		changed |= j.kind != o->r[r].kind || j.n != o->r[r].n;
		o->r[r] = j;
	}
	return changed;
}

/* Only constants that fit: a number so large is no offset and no size. */
static struct rk_origin number(s64 n)
{
	return n == (s16)n ? (struct rk_origin){RK_ORIGIN_NUMBER, (s16)n} : other();
}

static struct rk_origin alu_result(const struct rk_insn *i, struct rk_origin d, struct rk_origin s)
{
	s64 n;

	if (i->op == RK_ALU_MOV) {
		if (i->size == 8 || !rk_origin_is_frame(s))
			return s.kind == RK_ORIGIN_NUMBER && i->size == 4 && s.n < 0 ? other() : s;
		return other(); /* half an address is a number */
	}
	if ((i->op == RK_ALU_ADD || i->op == RK_ALU_SUB) && i->size == 8 &&
		d.kind == RK_ORIGIN_STACK && s.kind == RK_ORIGIN_NUMBER) {
		n = i->op == RK_ALU_ADD ? (s64)d.n + s.n : (s64)d.n - s.n;
		return n == (s16)n ? (struct rk_origin){RK_ORIGIN_STACK, (s16)n} : any();
	}
	return rk_origin_is_frame(d) || rk_origin_is_frame(s) ? any() : other();
}

static void step_alu(struct rk_origins *o, const struct rk_insn *i)
{
	struct rk_origin s = i->flags & RK_INSN_SRC_REG ? rk_origin_of(o, i->src) : number(i->imm);

	o->r[i->dst] = alu_result(i, o->r[i->dst], s);
}

/* What a load from `base` may bring back: addresses come only from where they were saved. */
static struct rk_origin loaded(
	const struct rk_spills *s, struct rk_origin base, const struct rk_insn *i)
{
	u64 slots = ~(u64)0;

	if (i->size != 8 || !rk_origin_is_frame(base))
		return other();
	if (base.kind == RK_ORIGIN_STACK)
		slots = rk_frame_slots((s64)base.n + i->off, 8);
	return slots & s->slots ? any() : other();
}

/* An address saved outside the frame is refused by the checks, or comes back as a number. */
static void save(
	struct rk_spills *s, struct rk_origin base, struct rk_origin value, const struct rk_insn *i)
{
	if (i->size != 8 || !rk_origin_is_frame(value))
		return;
	if (base.kind == RK_ORIGIN_STACK)
		s->slots |= rk_frame_slots((s64)base.n + i->off, 8);
	else if (base.kind == RK_ORIGIN_ANY)
		s->slots = ~(u64)0;
}

/* Code that receives an address of this frame may save it anywhere in the frame, and return it. */
static void step_call(struct rk_origins *o, struct rk_spills *s, const struct rk_insn *i)
{
	bool passed = false, foreign = i->kind != RK_INSN_CALL;
	const struct rk_helper_row *row = foreign ? NULL : rk_helper_row(i->ref);

	for (int k = 0; k < 5; k++) {
		passed |= rk_origin_is_frame(o->r[1 + k]);
		foreign |= !foreign && (!row || row->args[k] == RK_ARG_FUNC);
	}
	for (int r = 0; r <= 5; r++)
		o->r[r] = other();
	if (foreign && passed) {
		s->slots = ~(u64)0;
		o->r[0] = any();
	}
}

void rk_origins_step(struct rk_origins *o, struct rk_spills *s, const struct rk_insn *i)
{
	switch (i->kind) {
	case RK_INSN_ALU: step_alu(o, i); break;
	case RK_INSN_MOVSX:
	case RK_INSN_END: o->r[i->dst] = other(); break;
	case RK_INSN_LDDW:
		o->r[i->dst] = i->ref_kind == RK_REF_NONE ? number(i->imm) : other();
		if (i->ref_kind == RK_REF_MAP && i->ref <= INT16_MAX)
			o->r[i->dst] = (struct rk_origin){RK_ORIGIN_MAP, (s16)i->ref};
		break;
	case RK_INSN_LDX: o->r[i->dst] = loaded(s, rk_origin_of(o, i->src), i); break;
	case RK_INSN_STX: save(s, rk_origin_of(o, i->dst), rk_origin_of(o, i->src), i); break;
	case RK_INSN_ATOMIC:
		save(s, rk_origin_of(o, i->dst), rk_origin_of(o, i->src), i);
		if (i->flags & RK_INSN_FETCH)
			o->r[i->op == RK_ATOMIC_CMPXCHG ? 0 : i->src] =
				loaded(s, rk_origin_of(o, i->dst), i);
		break;
	case RK_INSN_CALL:
	case RK_INSN_CALL_SUB:
	case RK_INSN_CALLX: step_call(o, s, i); break;
	case RK_INSN_PACKET:
		for (int r = 0; r <= 5; r++)
			o->r[r] = other();
		break;
	default: break;
	}
}
