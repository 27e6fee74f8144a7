// SPDX-License-Identifier: MIT
/*
 * Loads, stores and atomics. The stack gives back what was stored; memory that others can write
 * gives any number of its size, every time; .rodata gives its constants.
 */
#include <inttypes.h>
#include <string.h>
#include "packet.h"

/* Bit of a slot's load in loads[]. */
static bool seen(const struct rk_an *a, bool probe)
{
	return a->loads[a->pc / 4] >> (a->pc % 4 * 2 + probe) & 1;
}

/*
 * A load through a kernel pointer is compiled as a call of the probe, with the cost of the helper
 * that does the same; so is, then, a load of own memory by the same instruction. Where that is
 * found, the program is explored once more with what is known of all loads: no order of paths
 * counts one too low.
 */
static void count_load(struct rk_an *a, u8 region, u32 bytes)
{
	bool probe = region == RK_REGION_KERNEL;

	a->loads[a->pc / 4] |= (u8)(1 << (a->pc % 4 * 2 + probe));
	a->mixes |= seen(a, true) && seen(a, false);
	if (probe || (a->probes && a->probes[a->pc / 4] >> (a->pc % 4 * 2 + 1) & 1))
		a->cost += rk_helper_cost(rk_helper_row(RK_PROBE_HELPER), 0, 0, bytes);
}

bool rk_note_stack(struct rk_an *a, u32 frame, s64 off)
{
	u32 func = a->s.frame[frame].func, used = (u32)(-off + 7) & ~7u;

	if (used > a->frame_low[func])
		a->frame_low[func] = used;
	return true;
}

static void put(struct rk_an *a, u8 dst, const struct rk_reg *r)
{
	rk_reg_put(&a->s, dst, r);
	rk_facts_result(a, r);
}

static void put_bytes(struct rk_an *a, const struct rk_insn *in)
{
	struct rk_reg r = rk_reg_scalar(rk_val_bytes(in->size, in->flags & RK_INSN_SIGNED), a->pc);

	put(a, in->dst, &r);
}

static bool broken(struct rk_an *a, const struct rk_insn *in, const struct rk_reg *held)
{
	if (held->kind == RK_T_BROKEN && !held->obj && !(held->flags & RK_GONE) && rk_may_leak(a)) {
		put_bytes(a, in); /* a number like any other */
		return true;
	}
	if (held->kind == RK_T_BROKEN) {
		rk_fail(a, RK_DIAG_SPILL_BROKEN, "%s",
			held->obj == RK_BROKEN_MOVED
				? "the pointer saved here is into a packet that may have moved"
				: "these stack bytes held a pointer that was partly overwritten");
		return false;
	}
	rk_fail(a, RK_DIAG_SPILL_BROKEN,
		"read of %u bytes of %s saved on the stack: only all 8 give it back", in->size,
		rk_kind_name(a, held));
	return false;
}

/* Part of a stored number: the machine is little-endian. */
static struct rk_reg part_of(
	const struct rk_an *a, const struct rk_reg *held, u32 shift, const struct rk_insn *in)
{
	struct rk_val by = rk_val_const(shift * 8), v = held->v;

	if (shift)
		v = rk_val_alu(RK_ALU_RSH, 8, false, &v, &by);
	return rk_reg_scalar(rk_val_trunc(in->size, in->flags & RK_INSN_SIGNED, &v), a->pc);
}

/* Several stored constants side by side make one. */
static bool assemble(const struct rk_state *s, const struct rk_access *x, u64 *value)
{
	*value = 0;
	for (s64 i = 0; i < x->size; i++) {
		struct rk_reg held;
		u64 c;
		u32 at;

		if (!rk_spill_find(s, x->obj, x->lo + i, 1, &held) || held.kind != RK_T_SCALAR ||
			!rk_val_is_const(&held.v, &c))
			return false;
		at = (u32)(x->lo + i + RK_FRAME_BYTES + x->obj * RK_FRAME_BYTES + RK_KEY_STACK) -
		     held.key;
		*value |= (c >> (at * 8) & 0xff) << (i * 8);
	}
	return true;
}

static bool load_spill(struct rk_an *a, const struct rk_insn *in, const struct rk_access *x)
{
	u32 key = (u32)(RK_KEY_STACK + x->obj * RK_FRAME_BYTES + RK_FRAME_BYTES + x->lo);
	struct rk_reg held, secret, r;
	u64 c;

	if (!rk_spill_find(&a->s, x->obj, x->lo, x->size, &held)) {
		put_bytes(a, in);
		return true;
	}
	if (held.key == key && held.size == in->size &&
		(held.size == 8 || (held.kind == RK_T_SCALAR && !(in->flags & RK_INSN_SIGNED)))) {
		/* What pointed into a packet is there, and good for nothing. */
		if (held.kind == RK_T_BROKEN && held.obj != RK_BROKEN_MOVED)
			return broken(a, in, &held);
		put(a, in->dst, &held);
		return true;
	}
	if (rk_spill_find_secret(&a->s, x->obj, x->lo, x->size, &secret))
		return broken(a, in, &secret);
	if (held.kind == RK_T_SCALAR && held.key <= key && key + in->size <= held.key + held.size) {
		r = part_of(a, &held, key - held.key, in);
		put(a, in->dst, &r);
	} else if (assemble(&a->s, x, &c)) {
		struct rk_val v = rk_val_const(c);

		r = rk_reg_scalar(rk_val_trunc(in->size, in->flags & RK_INSN_SIGNED, &v), a->pc);
		put(a, in->dst, &r);
	} else {
		put_bytes(a, in);
	}
	return true;
}

static bool load_stack(struct rk_an *a, const struct rk_insn *in, struct rk_access *x)
{
	s64 bytes = x->hi - x->lo + x->size;
	struct rk_reg held;

	rk_note_stack(a, x->obj, x->lo);
	if (!rk_check_object_read(a, x))
		return false;
	x->uninit = !rk_stack_is_init(&a->s, x->obj, x->lo, bytes);
	rk_facts_access(a, x);
	if (x->lo == x->hi)
		return load_spill(a, in, x);
	if (rk_spill_find_secret(&a->s, x->obj, x->lo, bytes, &held) && !rk_may_leak(a)) {
		rk_fail(a, RK_DIAG_PTR_LEAK,
			"this read at stack offset [%" PRId64 ", %" PRId64
			"] could reach %s saved there",
			x->lo, x->hi, rk_kind_name(a, &held));
		return false;
	}
	put_bytes(a, in);
	return true;
}

static bool load_value(struct rk_an *a, const struct rk_insn *in, const struct rk_access *x)
{
	const struct rk_map_def *m = rk_an_map(a, x->obj);
	struct rk_reg r;
	struct rk_val v;
	u64 bytes = 0;

	if (m->use != RK_MAP_RODATA || x->lo != x->hi) {
		put_bytes(a, in);
		return true;
	}
	if (m->init)
		memcpy(&bytes, m->init + x->lo, in->size);
	v = rk_val_const(bytes);
	r = rk_reg_scalar(rk_val_trunc(in->size, in->flags & RK_INSN_SIGNED, &v), a->pc);
	put(a, in->dst, &r);
	return true;
}

bool rk_step_load(struct rk_an *a, const struct rk_insn *in)
{
	struct rk_reg base, r;
	struct rk_access x;

	rk_reg_read(&a->s, in->src, &base);
	if (!rk_check_access(a, &base, in->src, in->off, in->size, RK_READ, &x))
		return false;
	count_load(a, x.region, in->size);
	if (x.region == RK_REGION_STACK)
		return load_stack(a, in, &x);
	rk_facts_access(a, &x);
	if (base.kind == RK_T_KEY || base.kind == RK_T_LENT || base.kind == RK_T_ALLOC ||
		base.kind == RK_T_SOCK) {
		put_bytes(a, in);
		return true;
	}
	if (base.kind == RK_T_CTX && a->hook->ctx_kind == RK_CTX_PACKET) {
		r = rk_packet_ctx_load(a, x.lo, in->size, in->flags & RK_INSN_SIGNED);
		put(a, in->dst, &r);
		return true;
	}
	switch (x.region) {
	case RK_REGION_VALUE:
		if (!x.field.kind)
			return load_value(a, in, &x);
		r = rk_kptr_load(a, &x);
		break;
	case RK_REGION_KERNEL:
		r = rk_kernel_load(a, &base, x.lo, in->size, in->flags & RK_INSN_SIGNED);
		break;
	case RK_REGION_ARGS:
		if (a->hook->ctx_kind == RK_CTX_BTF_ARGS && in->size == 8) {
			r = rk_ctx_arg(a, x.lo);
			break;
		}
		/* fall through */
	default: put_bytes(a, in); return true;
	}
	put(a, in->dst, &r);
	return true;
}

static bool leak(
	struct rk_an *a, const struct rk_insn *in, const struct rk_reg *v, const char *where)
{
	rk_fail(a, RK_DIAG_PTR_LEAK, "r%u is %s, and would be stored %s", in->src,
		rk_kind_name(a, v), where);
	rk_note_origin(a, v, in->src);
	return false;
}

/* What a read of the stored bytes gives back. */
static struct rk_reg stored(const struct rk_insn *in, const struct rk_reg *v)
{
	struct rk_reg r = *v;

	if (in->size == 8 ||
		(v->kind == RK_T_SCALAR && v->v.umax <= ~(u64)0 >> (64 - in->size * 8)))
		return r;
	return rk_reg_scalar(v->kind == RK_T_SCALAR ? rk_val_trunc(in->size, false, &v->v)
						    : rk_val_bytes(in->size, false),
		v->origin);
}

/* A name costs memory: only where the register is worked on, compared or copied right after. */
static bool used_next(const struct rk_an *a, u32 reg)
{
	for (u32 i = a->pc + 1; i < a->p->n_insns && i <= a->pc + 4; i++) {
		const struct rk_insn *in = &a->p->insns[i];

		if (in->kind != RK_INSN_ALU && in->kind != RK_INSN_COND)
			continue;
		if (in->flags & RK_INSN_SRC_REG && in->src == reg)
			return true;
		if (in->dst == reg)
			return in->kind == RK_INSN_COND || in->op != RK_ALU_MOV;
	}
	return false;
}

static bool store_stack(struct rk_an *a, const struct rk_insn *in, const struct rk_access *x,
	const struct rk_reg *v)
{
	s64 bytes = x->hi - x->lo + x->size;
	struct rk_reg r, held;

	rk_note_stack(a, x->obj, x->lo);
	if (rk_is_secret(v) && (in->size != 8 || x->align < 8 || x->lo != x->hi))
		return leak(a, in, v, "in part, or at an offset that is not known or not aligned");
	if (!rk_check_object_write(a, x) || !rk_check_caller_stack(a, x) ||
		!rk_check_iter_write(a, x))
		return false;
	rk_object_overwritten(a, x->obj, x->lo, bytes);
	if (rk_is_secret(v) && rk_in_callback(a, x->obj))
		return leak(a, in, v, "by a callback in its caller's frame");
	if (v->kind == RK_T_STACK && v->obj > x->obj)
		return leak(a, in, v, "in the frame of a caller, which outlives what it points to");
	if (x->lo == x->hi) {
		/* What is stored whole is the number in the register: both are the same X. */
		r = *v;
		if (in->kind == RK_INSN_STX && used_next(a, in->src))
			rk_link_name(a, in->src, &r);
		r = stored(in, &r);
		rk_spill_put(&a->s, x->obj, x->lo, in->size, &r);
		rk_stack_mark(&a->s, x->obj, x->lo, x->size);
		return true;
	}
	if (rk_spill_find_secret(&a->s, x->obj, x->lo, bytes, &held)) {
		rk_fail(a, RK_DIAG_SPILL_BROKEN,
			"this write at stack offset [%" PRId64 ", %" PRId64
			"] could overwrite %s saved there",
			x->lo, x->hi, rk_kind_name(a, &held));
		return false;
	}
	rk_spill_clear(&a->s, x->obj, x->lo, bytes);
	return true;
}

bool rk_step_store(struct rk_an *a, const struct rk_insn *in)
{
	struct rk_reg base, v;
	struct rk_access x;

	if (in->kind == RK_INSN_STX && !rk_check_readable(a, in->src))
		return false;
	rk_reg_read(&a->s, in->dst, &base);
	if (in->kind == RK_INSN_STX)
		rk_reg_read(&a->s, in->src, &v);
	else
		v = rk_reg_scalar(rk_val_const((u64)in->imm), a->pc);
	if (!rk_check_access(a, &base, in->dst, in->off, in->size, RK_WRITE, &x))
		return false;
	rk_facts_access(a, &x);
	if (x.region == RK_REGION_STACK)
		return store_stack(a, in, &x, &v);
	if (x.field.kind)
		return rk_kptr_store(a, &x, &v);
	if (rk_is_secret(&v) && !rk_may_leak(a))
		return leak(a, in, &v, "where others can read it");
	return true;
}

static bool atomic_operands(struct rk_an *a, const struct rk_insn *in)
{
	bool exchange = in->op == RK_ATOMIC_CMPXCHG;
	struct rk_reg src, r0;

	if (!rk_check_readable(a, in->src) || (exchange && !rk_check_readable(a, 0)))
		return false;
	rk_reg_read(&a->s, in->src, &src);
	rk_reg_read(&a->s, 0, &r0);
	if (rk_is_secret(&src) && !rk_may_leak(a))
		return leak(a, in, &src, "by an atomic operation");
	if (exchange && rk_is_secret(&r0) && !rk_may_leak(a))
		return rk_fail(a, RK_DIAG_PTR_LEAK,
			"r0 is %s: comparing it with memory would expose it", rk_kind_name(a, &r0));
	return true;
}

/* The stack is the program's alone: an atomic operation gives back what was stored there, whole. */
static struct rk_reg fetched(const struct rk_an *a, const struct rk_access *x)
{
	u32 key = (u32)(RK_KEY_STACK + x->obj * RK_FRAME_BYTES + RK_FRAME_BYTES + x->lo);
	struct rk_reg held;

	if (x->region == RK_REGION_STACK && x->lo == x->hi &&
		rk_spill_find(&a->s, x->obj, x->lo, x->size, &held) && held.kind == RK_T_SCALAR &&
		held.key == key && held.size == x->size)
		return held;
	return rk_reg_scalar(rk_val_bytes((u8)x->size, false), a->pc);
}

static bool atomic_stack(struct rk_an *a, struct rk_access *x)
{
	s64 bytes = x->hi - x->lo + x->size;
	struct rk_reg held;

	rk_note_stack(a, x->obj, x->lo);
	if (!rk_check_object_read(a, x))
		return false;
	if (rk_spill_find_secret(&a->s, x->obj, x->lo, bytes, &held))
		return rk_fail(a, RK_DIAG_SPILL_BROKEN, "atomic operation on %s saved on the stack",
			rk_kind_name(a, &held));
	if (!rk_check_caller_stack(a, x) || !rk_check_iter_write(a, x))
		return false;
	x->uninit = !rk_stack_is_init(&a->s, x->obj, x->lo, bytes);
	rk_spill_clear(&a->s, x->obj, x->lo, bytes);
	if (x->lo == x->hi)
		rk_stack_mark(&a->s, x->obj, x->lo, x->size);
	return true;
}

bool rk_step_atomic(struct rk_an *a, const struct rk_insn *in)
{
	struct rk_reg base, old;
	struct rk_access x;

	rk_reg_read(&a->s, in->dst, &base);
	if (!atomic_operands(a, in) ||
		!rk_check_access(a, &base, in->dst, in->off, in->size, RK_ATOMIC_RMW, &x))
		return false;
	if (x.align < in->size)
		return rk_fail(a, RK_DIAG_MISALIGNED,
			"atomic operation on %u bytes at an address that is only proved a multiple "
			"of %u",
			in->size, x.align);
	old = fetched(a, &x);
	if (x.region == RK_REGION_STACK && !atomic_stack(a, &x))
		return false;
	rk_facts_access(a, &x);
	if (in->flags & RK_INSN_FETCH || in->op >= RK_ATOMIC_XCHG)
		put(a, in->op == RK_ATOMIC_CMPXCHG ? 0 : in->src, &old);
	return true;
}
