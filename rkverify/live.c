/* SPDX-License-Identifier: MIT */
/*
 * Liveness of registers and stack slots. Per function, callees first: a forward pass finds what
 * may be an address of the frame (origin.h) and turns the instructions from one row to the next
 * into four masks, a backward pass solves them. Work lists hold blocks; a block returns to one only
 * when a bit changed, of which it has at most 75, so time is linear in the program.
 */
#include <string.h>
#include "live.h"
#include "origin.h"
#include "rk/tables.h"

#define ARGS 0x3e /* r1 .. r5 */
#define ALL (~(u64)0)

/* live before = (live after & ~kill) | use */
struct effect {
	u16 use, kill;
	u64 slot_use, slot_kill;
};

struct visit {
	struct rk_origins in; /* on entry */
	bool queued, seen;
};

struct build {
	const struct rk_cfg *c;
	struct rk_live *live;
	struct effect *effects;  /* per row: of its instruction and those up to the next row */
	struct visit *visits;    /* per block */
	struct rk_spills spills; /* of the function at hand */
	u32 *queue;              /* ring of n_blocks + 1 */
	u32 head, tail;
};

/* Index of the first row at or behind this slot. */
static u32 row_of(const struct rk_live *l, u32 slot)
{
	u32 lo = 0, hi = l->n;

	while (lo < hi) {
		u32 mid = (lo + hi) / 2;

		if (l->rows[mid].at < slot)
			lo = mid + 1;
		else
			hi = mid;
	}
	return lo;
}

struct rk_live_row rk_live_at(const struct rk_live *l, u32 slot)
{
	u32 i = row_of(l, slot);

	if (i < l->n && l->rows[i].at == slot)
		return l->rows[i];
	return (struct rk_live_row){.slots = ALL, .at = slot, .regs = 0x7ff};
}

/* Of a block's, which begins with one; where nothing is called there are no others. */
static u32 first_row(const struct build *b, u32 block)
{
	return b->live->n == b->c->n_blocks ? block : row_of(b->live, b->c->blocks[block].start);
}

static void push(struct build *b, u32 block)
{
	if (b->visits[block].queued)
		return;
	b->visits[block].queued = 1;
	b->queue[b->tail] = block;
	b->tail = b->tail == b->c->n_blocks ? 0 : b->tail + 1;
}

static bool pop(struct build *b, u32 *block)
{
	if (b->head == b->tail)
		return false;
	*block = b->queue[b->head];
	b->head = b->head == b->c->n_blocks ? 0 : b->head + 1;
	b->visits[*block].queued = 0;
	return true;
}

static void flow_into(struct build *b, u32 to, const struct rk_origins *o)
{
	if (to == RK_NONE)
		return;
	if (!b->visits[to].seen) {
		b->visits[to].seen = true;
		b->visits[to].in = *o;
		push(b, to);
	} else if (rk_origins_join(&b->visits[to].in, o)) {
		push(b, to);
	}
}

/* Slots that a helper may read through one of its arguments; `size` bounds it where known. */
static u64 read_through(struct rk_origin o, struct rk_origin size)
{
	u64 bytes;

	if (o.kind == RK_ORIGIN_ANY)
		return ALL;
	if (o.kind != RK_ORIGIN_STACK)
		return 0;
	if (o.n >= 0)
		return ALL;
	bytes = (u64) - (s64)o.n; /* helpers read upwards, at most to the frame's end */
	if (size.kind == RK_ORIGIN_NUMBER && size.n >= 0 && (u64)size.n < bytes)
		bytes = (u64)size.n;
	return bytes ? rk_frame_slots(o.n, bytes) : 0;
}

static struct rk_origin map_size(const struct rk_prog *p, struct rk_origin map, bool key)
{
	const struct rk_map_def *m;
	u32 size;

	if (map.kind != RK_ORIGIN_MAP || !p->obj || (u32)map.n >= p->obj->n_maps)
		return (struct rk_origin){RK_ORIGIN_OTHER, 0};
	m = &p->obj->maps[map.n];
	size = key ? m->key_size : m->value_size;
	return (struct rk_origin){size > INT16_MAX ? RK_ORIGIN_OTHER : RK_ORIGIN_NUMBER, (s16)size};
}

static bool map_fills(const struct rk_prog *p, struct rk_origin map)
{
	return map.kind == RK_ORIGIN_MAP && p->obj && (u32)map.n < p->obj->n_maps &&
	       rk_map_fills_value(p->obj->maps[map.n].type);
}

static u64 helper_reads(
	const struct rk_prog *p, const struct rk_helper_row *row, const struct rk_origins *o)
{
	struct rk_origin map = {RK_ORIGIN_OTHER, 0}, none = map;
	bool calls_back = false;
	u64 slots = 0, all = 0;

	for (int k = 0; k < 5; k++) {
		struct rk_origin x = o->r[1 + k], next = k < 4 ? o->r[2 + k] : none;

		switch (row->args[k]) {
		case RK_ARG_NONE: continue;
		case RK_ARG_MAP: map = x; break;
		case RK_ARG_MAP_KEY: slots |= read_through(x, map_size(p, map, true)); break;
		case RK_ARG_MAP_VALUE:
		case RK_ARG_MAP_VALUE_OR_NULL:
			slots |= read_through(x, map_size(p, map, false));
			break;
		case RK_ARG_MEM:
		case RK_ARG_MEM_OR_NULL: slots |= read_through(x, next); break;
		case RK_ARG_MEM_OUT:
		case RK_ARG_MEM_OUT_U64: break;
		case RK_ARG_MAP_VALUE_OUT:
			if (!map_fills(p, map))
				slots |= read_through(x, map_size(p, map, false));
			break;
		case RK_ARG_FUNC: calls_back = true; break;
		default: slots |= read_through(x, none); break;
		}
		all |= rk_origin_is_frame(x) ? ALL : 0;
	}
	return calls_back ? all : slots;
}

static u16 helper_args(const struct rk_helper_row *row)
{
	u16 regs = 0;

	for (int k = 0; k < 5; k++)
		if (row->args[k] != RK_ARG_NONE)
			regs |= (u16)(2 << k);
	return regs;
}

static u64 frame_args(const struct rk_origins *o, u16 regs)
{
	for (int r = 1; r <= 5; r++)
		if (regs >> r & 1 && rk_origin_is_frame(o->r[r]))
			return ALL;
	return 0;
}

static void call_effect(
	struct build *b, struct effect *e, const struct rk_insn *i, const struct rk_origins *o)
{
	const struct rk_helper_row *row = i->kind == RK_INSN_CALL ? rk_helper_row(i->ref) : NULL;

	e->use = ARGS;
	e->kill = ARGS | 1;
	if (i->kind == RK_INSN_CALL_SUB)
		e->use = rk_live_at(b->live, (u32)i->target).regs & ARGS;
	if (i->kind == RK_INSN_CALLX)
		e->use |= (u16)(1 << i->dst);
	if (row) {
		e->use = helper_args(row);
		e->slot_use = helper_reads(b->c->prog, row, o);
	} else {
		e->slot_use = frame_args(o, e->use);
	}
}

static u64 load_slots(struct rk_origin base, const struct rk_insn *i)
{
	if (base.kind == RK_ORIGIN_STACK)
		return rk_frame_slots((s64)base.n + i->off, i->size);
	return base.kind == RK_ORIGIN_ANY ? ALL : 0;
}

/* A store ends a slot's life only if it covers it whole. */
static u64 store_kill(struct rk_origin base, const struct rk_insn *i)
{
	s64 off = (s64)base.n + i->off;

	if (base.kind != RK_ORIGIN_STACK || i->size != 8 || off % 8 || off >= 0 ||
		off < -RK_FRAME_BYTES)
		return 0;
	return rk_frame_slots(off, 8);
}

static u16 bit(u8 reg)
{
	return (u16)(1 << reg);
}

static void insn_effect(
	struct build *b, struct effect *e, const struct rk_insn *i, const struct rk_origins *o)
{
	u16 src = i->flags & RK_INSN_SRC_REG ? bit(i->src) : 0;

	switch (i->kind) {
	case RK_INSN_ALU:
		e->use = i->op == RK_ALU_MOV ? src : src | bit(i->dst);
		e->kill = bit(i->dst);
		break;
	case RK_INSN_MOVSX:
		e->use = bit(i->src);
		e->kill = bit(i->dst);
		break;
	case RK_INSN_END: e->use = bit(i->dst); break;
	case RK_INSN_LDDW: e->kill = bit(i->dst); break;
	case RK_INSN_LDX:
		e->use = bit(i->src);
		e->kill = bit(i->dst);
		e->slot_use = load_slots(rk_origin_of(o, i->src), i);
		break;
	case RK_INSN_STX:
		e->use = bit(i->src) | bit(i->dst);
		e->slot_kill = store_kill(rk_origin_of(o, i->dst), i);
		break;
	case RK_INSN_ST:
		e->use = bit(i->dst);
		e->slot_kill = store_kill(rk_origin_of(o, i->dst), i);
		break;
	case RK_INSN_ATOMIC:
		e->use = bit(i->src) | bit(i->dst) | (i->op == RK_ATOMIC_CMPXCHG ? 1 : 0);
		e->slot_use = load_slots(rk_origin_of(o, i->dst), i);
		break;
	case RK_INSN_COND: e->use = src | bit(i->dst); break;
	case RK_INSN_EXIT: e->use = 1; break;
	case RK_INSN_PACKET:
		e->use = src | bit(6);
		e->kill = 0x3f;
		break;
	case RK_INSN_MAY_GOTO: e->slot_use = rk_frame_slots(-RK_FRAME_BYTES, 8); break;
	case RK_INSN_CALL:
	case RK_INSN_CALL_SUB:
	case RK_INSN_CALLX: call_effect(b, e, i, o); break;
	default: break;
	}
}

/* What `sum` does, then e. */
static void append(struct effect *sum, const struct effect *e)
{
	sum->use |= e->use & ~sum->kill;
	sum->kill |= e->kill;
	sum->slot_use |= e->slot_use & ~sum->slot_kill;
	sum->slot_kill |= e->slot_kill;
}

/* Instructions [at, end); o: origins on entry, then at the end. */
static struct effect effect_of(struct build *b, u32 at, u32 end, struct rk_origins *o)
{
	struct effect sum = {0};

	for (; at < end; at++) {
		const struct rk_insn *insn = &b->c->prog->insns[at];
		struct effect e = {0};

		insn_effect(b, &e, insn, o);
		append(&sum, &e);
		rk_origins_step(o, &b->spills, insn);
	}
	return sum;
}

/* The last visit leaves the effects that hold. */
static void walk_block(struct build *b, u32 block, struct rk_origins *o)
{
	const struct rk_live_row *rows = b->live->rows;
	u32 row = first_row(b, block), end = first_row(b, block + 1);

	for (; row < end; row++)
		b->effects[row] = effect_of(b, rows[row].at,
			row + 1 < end ? rows[row + 1].at : rk_block_end(&b->c->blocks[block]), o);
}

/* Origins to a fixed point; slots that hold addresses are found on the way and start it again. */
static void solve_origins(struct build *b, const struct rk_cfg_func *f)
{
	const struct rk_cfg *c = b->c;
	struct rk_spills before;
	u32 block;

	b->spills = (struct rk_spills){0};
	b->visits[f->first].seen = true;
	do {
		before = b->spills;
		for (u32 i = f->order_first; i < f->order_last; i++)
			if (b->visits[c->order[i]].seen)
				push(b, c->order[i]);
		while (pop(b, &block)) {
			const struct rk_block *x = &c->blocks[block];
			struct rk_origins o = b->visits[block].in;

			walk_block(b, block, &o);
			flow_into(b, x->next, &o);
			flow_into(b, x->taken, &o);
		}
	} while (before.slots != b->spills.slots);
}

static void flow_out(const struct build *b, const struct rk_block *x, u16 *regs, u64 *slots)
{
	const u32 succ[] = {x->next, x->taken};

	*regs = 1 << 10;
	*slots = 0;
	for (int k = 0; k < 2; k++) {
		const struct rk_live_row *row;

		if (succ[k] == RK_NONE)
			continue;
		row = &b->live->rows[first_row(b, succ[k])];
		*regs |= row->regs;
		*slots |= row->slots;
	}
}

/* True if the block's entry changed. Before the first visit both masks are 0. */
static bool solve_block(struct build *b, u32 block)
{
	const struct rk_block *x = &b->c->blocks[block];
	struct rk_live *l = b->live;
	u32 first = first_row(b, block), row = first_row(b, block + 1);
	struct rk_live_row old = l->rows[first];
	u64 slots;
	u16 regs;

	flow_out(b, x, &regs, &slots);
	while (row-- > first) {
		const struct effect *e = &b->effects[row];

		regs = (u16)((regs & ~e->kill) | e->use | 1 << 10);
		slots = (slots & ~e->slot_kill) | e->slot_use;
		l->rows[row].regs = regs;
		l->rows[row].slots = slots;
	}
	return l->rows[first].regs != old.regs || slots != old.slots;
}

static void solve_liveness(struct build *b, const struct rk_cfg_func *f)
{
	const struct rk_cfg *c = b->c;
	u32 block;

	for (u32 i = f->order_last; i-- > f->order_first;)
		push(b, c->order[i]);
	while (pop(b, &block)) {
		const struct rk_block *x = &c->blocks[block];

		if (!solve_block(b, block))
			continue;
		for (u32 i = 0; i < rk_block_n_preds(x); i++)
			if (c->blocks[c->preds[x->pred + i]].order != RK_NONE)
				push(b, c->preds[x->pred + i]);
	}
}

/* May the instruction run others before the next one, so that a state is stored meanwhile? */
static bool is_call(const struct rk_insn *i)
{
	const struct rk_helper_row *row;

	if (i->kind != RK_INSN_CALL)
		return i->kind == RK_INSN_CALL_SUB || i->kind == RK_INSN_CALLX;
	row = rk_helper_row(i->ref);
	for (int k = 0; row && k < 5; k++)
		if (row->args[k] == RK_ARG_FUNC)
			return true;
	return false;
}

/* Fills the rows' slots, or only counts where there are no rows yet. */
static u32 place_rows(struct rk_live *l, const struct rk_cfg *c, bool all)
{
	const struct rk_insn *insns = c->prog->insns;
	bool call = false, after; /* is this instruction one, was the one before? */
	u32 n = 0;

	for (u32 k = 0; k < c->n_blocks; k++) {
		u32 start = c->blocks[k].start, end = rk_block_end(&c->blocks[k]);

		if (!c->calls && !all)
			end = start + 1; /* there is nothing that it could run */
		for (u32 i = start; i < end; i++) {
			after = call;
			call = c->calls && is_call(&insns[i]);
			if (!all && i != start && !call && !after)
				continue;
			if (l->rows)
				l->rows[n].at = i;
			n++;
		}
	}
	return n;
}

static void build(struct rk_live *l, struct rk_arena *a, const struct rk_cfg *c, bool all)
{
	struct build b = {.c = c, .live = l};
	struct rk_arena tmp;

	*l = (struct rk_live){.rows = NULL};
	l->n = place_rows(l, c, all);
	l->rows = rk_alloc_array(a, l->n, sizeof(*l->rows));
	place_rows(l, c, all);
	rk_arena_init_tight(&tmp);
	b.effects = rk_alloc_array(&tmp, l->n, sizeof(*b.effects));
	b.visits = rk_alloc_array(&tmp, c->n_blocks, sizeof(*b.visits));
	b.queue = rk_alloc_array(&tmp, (size_t)c->n_blocks + 1, sizeof(*b.queue));
	for (u32 i = 0; i < c->prog->n_funcs; i++) {
		const struct rk_cfg_func *f = &c->funcs[c->callee_first[i]];

		solve_origins(&b, f);
		solve_liveness(&b, f);
	}
	if (a->used + tmp.peak > a->peak)
		a->peak = a->used + tmp.peak;
	rk_arena_fini(&tmp);
}

void rk_live_build(struct rk_live *l, struct rk_arena *a, const struct rk_cfg *c)
{
	build(l, a, c, false);
}

void rk_live_build_all(struct rk_live *l, struct rk_arena *a, const struct rk_cfg *c)
{
	build(l, a, c, true);
}
