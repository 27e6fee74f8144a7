// SPDX-License-Identifier: MIT
/*
 * Before each instruction: what it reads is given content, and rules that the interpreter does not
 * hold are held: registers and helper arguments are initialised, context fields are as declared, no
 * record is left. Branches are held against the way that the search wants to go.
 */
#include "interp_alu.h"
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
static u16 reads(const struct world *w, const struct rk_insn *in)
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
	case RK_INSN_PACKET: return src | bit(6);
	case RK_INSN_EXIT: return w->depth && !world_is_callback(w) ? 0 : 1;
	default: return 0;
	}
}

static bool has_result(const struct rk_insn *in)
{
	const struct rk_helper_row *row = rk_helper_row(in->ref);

	switch (row ? (enum rk_ret)row->ret : RK_RET_SCALAR) {
	case RK_RET_VOID:
	case RK_RET_LOCK:
	case RK_RET_UNLOCK:
	case RK_RET_PREEMPT_OFF:
	case RK_RET_PREEMPT_ON:
	case RK_RET_RCU_LOCK:
	case RK_RET_RCU_UNLOCK: return false;
	default: return true;
	}
}

static void push(struct world *w, u16 set)
{
	if (w->depth + 1 == RK_MAX_FRAMES)
		return;
	w->depth++;
	w->set[w->depth] = (u16)(set | bit(10));
	w->nulls[w->depth] = 0;
	for (u32 i = 0; i < RK_FRAME_BYTES; i++)
		w->known[w->depth * RK_FRAME_BYTES + i] =
			w->written[w->depth * RK_FRAME_BYTES + i] = 0;
}

static void pop(struct world *w)
{
	if (w->depth)
		w->depth--;
	world_things_forget(w);
}

static u16 after_call(u16 set, bool result)
{
	return (u16)((set & ~0x3f) | result);
}

void world_enter(struct world *w, u16 set)
{
	push(w, set);
	w->settled = true;
}

void world_left(struct world *w)
{
	pop(w);
	w->settled = true;
}

void world_left_helper(struct world *w)
{
	w->set[w->depth] = after_call(w->set[w->depth], true);
	w->settled = true;
}

static bool gives_address(const struct rk_insn *in)
{
	const struct rk_helper_row *row = rk_helper_row(in->ref);

	return row && rk_ret_or_null(row->ret);
}

/* Null is an address where one was asked for, in copies, too. */
static void follow_nulls(struct world *w, const struct rk_insn *in, const u64 regs[11])
{
	u16 *nulls = &w->nulls[w->depth];
	bool copy = in->kind == RK_INSN_ALU && in->op == RK_ALU_MOV && in->size == 8 &&
		    in->flags & RK_INSN_SRC_REG;
	bool null = copy && *nulls & bit(in->src);

	switch (in->kind) {
	case RK_INSN_ALU:
	case RK_INSN_MOVSX:
	case RK_INSN_END:
	case RK_INSN_LDDW:
	case RK_INSN_LDX:
		*nulls = (u16)((*nulls & ~bit(in->dst)) | (null ? bit(in->dst) : 0));
		break;
	case RK_INSN_CALL: *nulls = (*nulls & 0x3c0) | (!regs[0] && gives_address(in)); break;
	case RK_INSN_PACKET:
	case RK_INSN_CALL_SUB:
	case RK_INSN_EXIT: *nulls &= 0x3c0; break;
	default: break;
	}
}

/* What the instruction before this one did to the registers and frames. */
static void settle(struct world *w, const struct rk_insn *in, const u64 regs[11])
{
	u16 *set = &w->set[w->depth];

	follow_nulls(w, in, regs);
	switch (in->kind) {
	case RK_INSN_ALU:
	case RK_INSN_MOVSX:
	case RK_INSN_END:
	case RK_INSN_LDDW:
	case RK_INSN_LDX: *set |= bit(in->dst); break;
	case RK_INSN_ATOMIC:
		if (in->flags & RK_INSN_FETCH)
			*set |= in->op == RK_ATOMIC_CMPXCHG ? 1 : bit(in->src);
		break;
	case RK_INSN_CALL: *set = after_call(*set, has_result(in)); break;
	case RK_INSN_PACKET: *set = after_call(*set, true); break;
	case RK_INSN_CALL_SUB: push(w, *set & 0x3e); break;
	case RK_INSN_EXIT:
		if (!w->depth)
			break;
		pop(w);
		w->set[w->depth] = after_call(w->set[w->depth], *set & 1);
		break;
	default: break;
	}
}

/* ---- the way ---- */

static u32 distance(u8 size, u64 x, u64 y)
{
	u64 d = x > y ? x - y : y - x;

	if (size == 4)
		d = (u32)x > (u32)y ? (u32)x - (u32)y : (u32)y - (u32)x;
	return d ? 64 - (u32)__builtin_clzll(d) : 1;
}

/* Between two branches of the way, only what is decided anyway is taken. */
static void follow(struct world *w, const struct rk_insn *in, u32 insn, const u64 regs[11])
{
	u64 x = regs[in->dst], y = in->flags & RK_INSN_SRC_REG ? regs[in->src] : (u64)in->imm;
	bool taken;

	if (w->left || !w->way || w->passed == w->way->n)
		return;
	taken = rk_cond_eval(in->op, in->size, x, y);
	if (w->way->branches[w->passed] == (insn << 1 | taken)) {
		w->passed++;
		return;
	}
	if (w->way->branches[w->passed] >> 1 != insn)
		return;
	w->left = true;
	w->lacking = distance(in->size, x, y);
	w->short_by = y - x;
}

/* ---- rules ---- */

static bool in_context(const struct world *w, u64 address)
{
	return w->hook && w->hook->fields && world_region_of(w, address) == 0;
}

/* Is every byte part of a field, a writable one where it is written? */
static bool fits_fields(const struct world *w, u64 at, u64 size, bool write)
{
	for (u64 i = at; i < at + size; i++) {
		const struct rk_ctx_field *f = w->hook->fields;
		u32 k = 0;

		while (k < w->hook->n_fields && (i < f[k].offset || i >= f[k].offset + f[k].size))
			k++;
		if (k == w->hook->n_fields || (write && !f[k].writable))
			return false;
	}
	return true;
}

/* Fields are aligned: what is not lies across two of them. */
static bool check_context(struct world *w, u64 address, u64 size, bool write)
{
	if (address % size)
		return world_fault(w, "accesses the context at an address that no field has");
	return fits_fields(w, address - (u64)(uintptr_t)w->context, size, write) ||
	       world_fault(w, write ? "writes a part of the context that is read-only"
				    : "reads a part of the context that is no field");
}

/* Locks and the like are no data; a kernel pointer may be read, and an untrusted one written. */
static bool reaches_field(const struct world *w, u64 address, u64 size, bool write)
{
	const struct rk_btf *b = &w->p->obj->btf;
	const struct rk_map_def *m;
	struct rk_kfield f;
	s64 off;

	m = world_value_at(w, address, &off);
	if (!m || !rk_map_is_special(b, m, off, off + (s64)size))
		return false;
	if (size != 8 || !rk_map_field(b, m, off, 8, &f))
		return true;
	return f.kind != RK_FIELD_KPTR_UNTRUSTED &&
	       (write || (f.kind != RK_FIELD_KPTR && f.kind != RK_FIELD_KPTR_PERCPU &&
				 f.kind != RK_FIELD_UPTR));
}

static bool access(struct world *w, u64 address, u64 size, bool write, bool read)
{
	bool whole = size == 8 && !(address % 8) && w->last != w->target;

	if (in_context(w, address) && !check_context(w, address, size, write))
		return false;
	if (reaches_field(w, address, size, write))
		return world_fault(w, "reaches a lock, timer or kernel pointer");
	if (world_region_of(w, address) == 0 &&
		!world_packet_context(w, address - (u64)(uintptr_t)w->context, size, write))
		return false;
	if (!write && world_is_part_of_object(w, address, size))
		return world_fault(w, "reads a part of an address");
	if (write && !world_iter_write(w, address, size))
		return false;
	if (!world_sock_access(w, address, size, write) ||
		!world_thing_access(w, address, size, write) ||
		!world_field_access(w, address, size, write, false) ||
		!(write ? world_object_write(w, address, size)
			: world_object_read(w, address, size)))
		return false;
	if (write && !whole && !world_may_overwrite(w, address, size))
		return false;
	/* At Linux's own hooks it is a number like any other. */
	if (read && (!w->hook || w->hook->id < RK_HOOK_RAW_TP) && world_is_broken(w, address, size))
		return world_fault(w, "reads what remains of an overwritten address");
	if (read)
		world_fill(w, address, size);
	if (write && world_owns(w, address, size, true))
		world_wrote(w, address, size, false);
	return true;
}

static bool before_access(struct world *w, const struct rk_insn *in, const u64 regs[11])
{
	u64 off = (u64)(s64)in->off;

	switch (in->kind) {
	case RK_INSN_LDX: return access(w, regs[in->src] + off, in->size, false, true);
	case RK_INSN_STX:
		if (!access(w, regs[in->dst] + off, in->size, true, false))
			return false;
		if (in->size == 8)
			world_saved(w, regs[in->dst] + off, regs[in->src],
				w->nulls[w->depth] & bit(in->src));
		return true;
	case RK_INSN_ST: return access(w, regs[in->dst] + off, in->size, true, false);
	case RK_INSN_ATOMIC:
		return world_packet_atomic(w, regs[in->dst] + off) &&
		       access(w, regs[in->dst] + off, in->size, true, true);
	case RK_INSN_PACKET:
		return (world_region_of(w, regs[6]) == 0 && !w->n_held) ||
		       world_fault(w, w->n_held ? "may end while something is held"
						: "loads a packet without its context");
	default: return true;
	}
}

bool world_step(void *data, u32 insn, const u64 regs[11])
{
	struct world *w = data;
	const struct rk_insn *in = &w->p->insns[insn];

	if (w->started && !w->settled)
		settle(w, &w->p->insns[w->last], regs);
	w->started = true;
	w->settled = false;
	w->last = insn;
	w->arrived |= insn == w->target;
	if (w->fault || w->diverged)
		return false;
	if (reads(w, in) & ~w->set[w->depth])
		return world_fault(w, insn && in->kind == RK_INSN_EXIT
					      ? "ends without a return value"
					      : "reads a register that holds nothing");
	if (in->kind == RK_INSN_COND)
		follow(w, in, insn, regs);
	if (in->kind == RK_INSN_CALL_SUB && !world_iter_call(w, (u32)in->target, regs[1]))
		return false;
	if (in->kind == RK_INSN_EXIT && (!w->depth || world_is_callback(w)) && !world_may_end(w))
		return false;
	return before_access(w, in, regs);
}
