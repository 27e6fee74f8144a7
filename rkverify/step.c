// SPDX-License-Identifier: MIT
/*
 * The effect of one instruction on the state: arithmetic and branches here, memory in mem.c, calls
 * in call.c. Each effect covers every machine state that the state before it describes, or the
 * instruction is refused.
 */
#include "packet.h"

static bool is_reg(const struct rk_insn *in)
{
	return in->flags & RK_INSN_SRC_REG;
}

static struct rk_val imm_of(const struct rk_insn *in)
{
	return rk_val_const(in->size == 4 ? (u32)in->imm : (u64)in->imm);
}

static void set(struct rk_an *a, u8 dst, const struct rk_reg *r)
{
	rk_reg_put(&a->s, dst, r);
	rk_facts_result(a, r);
}

static void set_scalar(struct rk_an *a, u8 dst, struct rk_val v)
{
	struct rk_reg r = rk_reg_scalar(v, a->pc);

	set(a, dst, &r);
}

static bool ptr_leak(struct rk_an *a, u8 reg, const char *why)
{
	struct rk_reg r;

	rk_reg_read(&a->s, reg, &r);
	rk_fail(a, RK_DIAG_PTR_LEAK, "r%u is %s: %s", reg, rk_kind_name(a, &r), why);
	rk_note_origin(a, &r, reg);
	return false;
}

/* Copies of an unknown number are tied together, so that a test of one tells about all. */
static bool step_mov(struct rk_an *a, const struct rk_insn *in)
{
	struct rk_reg src, copy;

	if (!is_reg(in)) {
		set_scalar(a, in->dst, imm_of(in));
		return true;
	}
	if (!rk_check_readable(a, in->src))
		return false;
	rk_reg_read(&a->s, in->src, &src);
	if (in->size == 4 && rk_is_secret(&src) && !rk_may_leak(a))
		return ptr_leak(a, in->src, "half of it would become a number");
	if (in->size == 4 && src.kind != RK_T_SCALAR) {
		set_scalar(a, in->dst, rk_val_bytes(4, false));
		return true;
	}
	rk_link_name(a, in->src, &src);
	copy = src;
	if (in->size == 4 && src.v.umax > U32_MAX) {
		copy = rk_reg_scalar(rk_val_zext32(&src.v), a->pc);
		rk_link_low(&copy, &src);
	}
	set(a, in->dst, &copy);
	return true;
}

static bool bad_constant(struct rk_an *a, const struct rk_insn *in)
{
	bool shift = in->op == RK_ALU_LSH || in->op == RK_ALU_RSH || in->op == RK_ALU_ARSH;

	if (is_reg(in))
		return false;
	if ((in->op == RK_ALU_DIV || in->op == RK_ALU_MOD) && in->imm == 0)
		return !rk_fail(a, RK_DIAG_DIV_ZERO, "division of r%u by zero", in->dst);
	if (shift && (u64)in->imm >= in->size * 8u)
		return !rk_fail(a, RK_DIAG_BAD_SHIFT, "shift of a %u-bit value by %d",
			in->size * 8u, (int)in->imm);
	return false;
}

static bool movable(const struct rk_reg *r)
{
	return r->kind >= RK_T_CTX;
}

static bool bad_arith(struct rk_an *a, u8 reg)
{
	struct rk_reg r;

	rk_reg_read(&a->s, reg, &r);
	if (r.flags & RK_NULLABLE) {
		rk_fail(a, RK_DIAG_PTR_ARITH, "arithmetic on r%u, %s or null: test it first", reg,
			rk_kind_name(a, &r));
		rk_note_origin(a, &r, reg);
		return false;
	}
	return rk_fail(
		a, RK_DIAG_PTR_ARITH, "arithmetic that %s does not allow", rk_kind_name(a, &r));
}

/* ptr +- number. Offsets add modulo 2^64 as addresses do, so bounds can wait for the access. */
static bool step_offset(struct rk_an *a, const struct rk_insn *in, u8 ptr, const struct rk_val *by)
{
	struct rk_reg p, r;

	rk_reg_read(&a->s, ptr, &p);
	if (!movable(&p) || p.flags & RK_NULLABLE || p.kind == RK_T_PACKET_END ||
		p.kind == RK_T_SOCK)
		return bad_arith(a, ptr);
	rk_reg_read(&a->s, ptr, &r);
	r.v = rk_val_alu((enum rk_alu)in->op, 8, false, &p.v, by);
	if (rk_kind_is_packet(p.kind))
		rk_packet_move(a, &r, &p, by, in->op == RK_ALU_SUB);
	rk_delta_add(&r, &p, by, 8, in->op == RK_ALU_SUB);
	set(a, in->dst, &r);
	return true;
}

/* Of global data there is one; elements of other maps may differ. */
static bool same_object(const struct rk_an *a, const struct rk_reg *x, const struct rk_reg *y)
{
	if (x->kind != y->kind || x->obj != y->obj)
		return false;
	switch (x->kind) {
	case RK_T_STACK:
	case RK_T_CTX: return true;
	case RK_T_RECORD: return x->ref == y->ref;
	case RK_T_VALUE:
		return !(x->obj & RK_MAP_INNER_BIT) && rk_an_map(a, x->obj)->use != RK_MAP_USER;
	default: return false;
	}
}

/* From one object to another: with an address that the program knows it would be the other's. */
static bool exposes(const struct rk_reg *d, const struct rk_reg *s)
{
	if (!rk_is_secret(d) && !rk_is_secret(s))
		return false;
	return d->kind != s->kind ? !rk_kind_is_packet(d->kind) || !rk_kind_is_packet(s->kind)
				  : d->kind == RK_T_VALUE && d->obj != s->obj;
}

static bool step_distance(
	struct rk_an *a, const struct rk_insn *in, const struct rk_reg *d, const struct rk_reg *s)
{
	struct rk_val v = rk_val_any();

	if (!movable(d) || !movable(s) || (d->flags | s->flags) & RK_NULLABLE)
		return bad_arith(a, movable(d) && !(d->flags & RK_NULLABLE) ? in->src : in->dst);
	if (exposes(d, s) && !rk_may_leak(a))
		return ptr_leak(a, rk_is_secret(s) ? in->src : in->dst,
			"how far another object is from it would become a number");
	if (same_object(a, d, s))
		v = rk_val_alu(RK_ALU_SUB, 8, false, &d->v, &s->v);
	set_scalar(a, in->dst, in->size == 4 ? rk_val_zext32(&v) : v);
	return true;
}

/* d, s: the operands; s is NULL where it is an immediate. */
static bool step_ptr(
	struct rk_an *a, const struct rk_insn *in, const struct rk_reg *d, const struct rk_reg *s)
{
	bool add = in->op == RK_ALU_ADD, sub = in->op == RK_ALU_SUB;
	struct rk_val imm = imm_of(in);

	if (!rk_is_secret(d) && (!s || !rk_is_secret(s)) && (in->size == 4 || (!add && !sub))) {
		set_scalar(a, in->dst, in->size == 4 ? rk_val_bytes(4, false) : rk_val_any());
		return true; /* kernel addresses are numbers */
	}
	if (sub && s && rk_is_ptr(d) && rk_is_ptr(s))
		return step_distance(a, in, d, s);
	if (in->size == 4 && sub && rk_may_leak(a)) {
		set_scalar(a, in->dst, rk_val_bytes(4, false));
		return true;
	}
	if (in->size == 4)
		return ptr_leak(a, rk_is_ptr(d) ? in->dst : in->src,
			"32-bit arithmetic would make it a number");
	if ((add || sub) && rk_is_ptr(d) && (!s || s->kind == RK_T_SCALAR))
		return step_offset(a, in, in->dst, s ? &s->v : &imm);
	if (add && s && d->kind == RK_T_SCALAR && rk_is_ptr(s))
		return step_offset(a, in, in->src, &d->v);
	if (!rk_is_secret(d) && !rk_is_secret(s)) {
		set_scalar(a, in->dst, rk_val_any());
		return true;
	}
	return bad_arith(a, rk_is_ptr(d) ? in->dst : in->src);
}

/* A mask that is as wide as every number that it may meet: what comes out is what went in. */
static bool keeps_all(const struct rk_insn *in, const struct rk_val *v, const struct rk_val *by)
{
	u64 mask;

	if (in->op != RK_ALU_AND || !rk_val_is_const(by, &mask))
		return false;
	if (in->size == 4)
		mask = (u32)mask;
	return !(mask & (mask + 1)) && v->umax <= mask;
}

bool rk_step_alu(struct rk_an *a, const struct rk_insn *in)
{
	bool reg = is_reg(in);
	struct rk_reg dst, src, r;
	struct rk_val b;

	if (in->op == RK_ALU_MOV)
		return step_mov(a, in);
	if (!rk_check_readable(a, in->dst) || (reg && !rk_check_readable(a, in->src)))
		return false;
	rk_reg_read(&a->s, in->dst, &dst);
	if (in->op == RK_ALU_NEG) {
		if (dst.kind != RK_T_SCALAR)
			return bad_arith(a, in->dst);
		set_scalar(a, in->dst, rk_val_neg(in->size, &dst.v));
		return true;
	}
	if (bad_constant(a, in))
		return false;
	if (reg && in->src == in->dst && dst.kind == RK_T_SCALAR &&
		(in->op == RK_ALU_XOR || in->op == RK_ALU_SUB)) {
		set_scalar(a, in->dst, rk_val_const(0));
		return true;
	}
	if (reg)
		rk_reg_read(&a->s, in->src, &src);
	if (dst.kind != RK_T_SCALAR || (reg && src.kind != RK_T_SCALAR))
		return step_ptr(a, in, &dst, reg ? &src : NULL);
	b = reg ? src.v : imm_of(in);
	r = rk_reg_scalar(
		rk_val_alu((enum rk_alu)in->op, in->size, in->flags & RK_INSN_SIGNED, &dst.v, &b),
		a->pc);
	if (keeps_all(in, &dst.v, &b)) {
		dst.v = r.v;
		r = dst;
	}
	if (in->op == RK_ALU_ADD || in->op == RK_ALU_SUB)
		rk_delta_add(&r, &dst, &b, in->size, in->op == RK_ALU_SUB);
	rk_link_alu(&r, &dst, in, &b);
	set(a, in->dst, &r);
	return true;
}

/* Numbers that a sign extension leaves as they are; of 32 bits, seen as signed. */
static bool movsx_keeps(const struct rk_insn *in, const struct rk_val *v)
{
	s64 end = (s64)1 << (in->msize * 8 - 1);

	if (in->size == 8)
		return v->smin >= -end && v->smax < end;
	return v->umax <= U32_MAX && v->s32min >= -end && v->s32max < end;
}

static bool step_movsx(struct rk_an *a, const struct rk_insn *in)
{
	struct rk_reg src, r;

	if (!rk_check_readable(a, in->src))
		return false;
	rk_reg_read(&a->s, in->src, &src);
	if (rk_is_secret(&src) && !rk_may_leak(a))
		return ptr_leak(a, in->src, "part of it would become a number");
	if (src.kind != RK_T_SCALAR) {
		set_scalar(a, in->dst, in->size == 4 ? rk_val_bytes(4, false) : rk_val_any());
		return true;
	}
	r = rk_reg_scalar(rk_val_movsx(in->size, in->msize, &src.v), a->pc);
	if (movsx_keeps(in, &src.v)) {
		rk_link_name(a, in->src, &src);
		src.v = r.v;
		r = src;
	} else if (in->size == 8 && in->msize == 4 && rk_link_name(a, in->src, &src)) {
		rk_link_signed(&r, &src);
	}
	set(a, in->dst, &r);
	return true;
}

static bool step_end(struct rk_an *a, const struct rk_insn *in)
{
	struct rk_reg d;

	if (!rk_check_readable(a, in->dst))
		return false;
	rk_reg_read(&a->s, in->dst, &d);
	if (d.kind != RK_T_SCALAR)
		return bad_arith(a, in->dst);
	set_scalar(a, in->dst, rk_val_end((enum rk_end)in->op, (u8)in->imm, &d.v));
	return true;
}

static bool step_lddw(struct rk_an *a, const struct rk_insn *in)
{
	struct rk_reg r = rk_reg_scalar(rk_val_const((u64)in->imm), a->pc);

	switch (in->ref_kind) {
	case RK_REF_MAP: r = rk_reg_ptr(RK_T_MAP, in->ref, 0, a->pc); break;
	case RK_REF_MAP_VALUE: r = rk_reg_ptr(RK_T_VALUE, in->ref, in->imm, a->pc); break;
	case RK_REF_FUNC: r = rk_reg_ptr(RK_T_FUNC, in->ref, 0, a->pc); break;
	case RK_REF_KSYM:
		r = in->ref ? rk_kernel_ptr(a, rk_kernel_var(a, in->ref), RK_VARIABLE)
			    : rk_reg_scalar(rk_val_urange((u64)in->imm, U64_MAX), a->pc);
		break;
	default: break;
	}
	if (in->ref_kind == RK_REF_MAP || in->ref_kind == RK_REF_MAP_VALUE)
		rk_facts_map(a, in->ref);
	set(a, in->dst, &r);
	return true;
}

enum rk_flow rk_step(struct rk_an *a)
{
	const struct rk_insn *in = &a->p->insns[a->pc];
	enum rk_flow flow = RK_NEXT;
	bool ok = true, done = false;

	if (rk_facts_wanted(a))
		rk_facts_regs(a);
	switch (in->kind) {
	case RK_INSN_ALU: ok = rk_step_alu(a, in); break;
	case RK_INSN_MOVSX: ok = step_movsx(a, in); break;
	case RK_INSN_END: ok = step_end(a, in); break;
	case RK_INSN_LDDW: ok = step_lddw(a, in); break;
	case RK_INSN_LDX: ok = rk_step_load(a, in); break;
	case RK_INSN_ST:
	case RK_INSN_STX: ok = rk_step_store(a, in); break;
	case RK_INSN_ATOMIC: ok = rk_step_atomic(a, in); break;
	case RK_INSN_JA: return RK_JUMP;
	case RK_INSN_COND: return rk_step_cond(a, in);
	case RK_INSN_MAY_GOTO: return rk_step_may_goto(a);
	case RK_INSN_PACKET: return rk_step_packet(a, in);
	case RK_INSN_CALL: ok = rk_step_helper(a, in->ref, &flow); break;
	case RK_INSN_CALL_SUB: return rk_step_call(a, in) ? RK_JUMP : RK_ERROR;
	case RK_INSN_CALLX: ok = rk_fail(a, RK_DIAG_UNSUPPORTED, "call through a register"); break;
	case RK_INSN_EXIT:
		ok = rk_step_exit(a, &done);
		return !ok ? RK_ERROR : done ? RK_DONE : RK_RETURN;
	default: ok = rk_fail(a, RK_DIAG_BAD_CFG, "control flow into the middle of an instruction");
	}
	return ok ? flow : RK_ERROR;
}
