/* SPDX-License-Identifier: MIT */
/* The interpreter's loop: one step per instruction, calls between BPF functions, faults. */
#include "helper.h"
#include "interp_alu.h"
#include "interp_state.h"

bool rk_interp_fail(struct rk_interp_run *s, enum rk_fault fault, u64 address, u64 size)
{
	s->res.fault = fault;
	s->res.insn = s->pc;
	s->res.address = address;
	s->res.size = size > ~0u ? ~0u : (u32)size;
	return false;
}

static u64 operand(const struct rk_interp_run *s, const struct rk_insn *i)
{
	return i->flags & RK_INSN_SRC_REG ? s->r[i->src] : (u64)i->imm;
}

/*
 * The value an LDDW loads: a constant, a map, an address in global data. A function is known by its
 * first slot, which only helpers that call back can use.
 */
static bool load_imm(struct rk_interp_run *s, const struct rk_insn *i)
{
	const struct rk_env *env = s->in->env;
	u32 map = i->ref;

	if (i->ref_kind == RK_REF_NONE) {
		s->r[i->dst] = (u64)i->imm;
		return true;
	}
	if (i->ref_kind == RK_REF_FUNC) {
		s->r[i->dst] = (u64)i->target;
		return true;
	}
	if (i->ref_kind == RK_REF_KSYM && s->in->hooks && s->in->hooks->variable) {
		s->r[i->dst] = s->in->hooks->variable(s->in->hooks->data, i->ref);
		return true;
	}
	if (i->ref_kind != RK_REF_MAP && i->ref_kind != RK_REF_MAP_VALUE)
		return rk_interp_fail(s, RK_FAULT_INSN, 0, 0);
	if (s->in->map_index)
		map = s->in->map_index[map];
	if (!env || map >= env->n_maps)
		return rk_interp_fail(s, RK_FAULT_INSN, i->ref, 0);
	if (i->ref_kind == RK_REF_MAP)
		s->r[i->dst] = (u64)(uintptr_t)env->maps[map].map;
	else
		s->r[i->dst] = (u64)(uintptr_t)env->maps[map].base + (u64)i->imm;
	return true;
}

static void frame_enter(struct rk_interp_run *s)
{
	u8 *frame = s->in->stack + (size_t)s->depth * s->in->frame_bytes;

	__builtin_memset(frame, 0, s->in->frame_bytes);
	s->r[10] = (u64)(uintptr_t)(frame + s->in->frame_bytes);
}

static bool call_sub(struct rk_interp_run *s, u32 target)
{
	struct rk_interp_frame *f = &s->frames[s->depth];

	if (s->depth + 1 >= RK_MAX_FRAMES)
		return rk_interp_fail(s, RK_FAULT_DEPTH, 0, 0);
	f->ret = s->pc + 1;
	f->helper = false;
	__builtin_memcpy(f->saved, &s->r[6], sizeof(f->saved));
	s->depth++;
	frame_enter(s);
	s->pc = target;
	return true;
}

/* Behind a call no program can read these: the same whatever was called. */
static void forget_args(struct rk_interp_run *s)
{
	for (int i = 1; i <= 5; i++)
		s->r[i] = 0;
}

/* The helper before `behind` ends there, or calls a function first. */
static bool go_on(struct rk_interp_run *s, u32 behind, bool returned)
{
	const struct rk_interp_hooks *hooks = s->in->hooks;
	u64 args[5] = {0};
	u32 target = 0;

	s->pc = behind - 1;
	if (hooks && hooks->callback &&
		hooks->callback(hooks->data, returned, &s->r[0], &target, args)) {
		if (!call_sub(s, target))
			return false;
		s->frames[s->depth - 1].helper = true;
		__builtin_memcpy(&s->r[1], args, sizeof(args));
		return true;
	}
	s->pc = behind;
	forget_args(s);
	return true;
}

static bool call_helper(struct rk_interp_run *s, u32 id)
{
	const struct rk_interp_hooks *hooks = s->in->hooks;

	if (!rk_interp_call(s, id))
		return false;
	if (!hooks || !hooks->ends || !hooks->ends(hooks->data, id))
		return go_on(s, s->pc + 1, false);
	s->pc = ~0u;
	return true;
}

/* Back to the caller; the outermost exit ends the run, which `running` in run() sees by pc. */
static bool leave(struct rk_interp_run *s)
{
	const struct rk_interp_frame *f;

	if (!s->depth) {
		if (s->n_records)
			return rk_interp_fail(s, RK_FAULT_LEAK, s->records[0].base, 0);
		s->pc = ~0u;
		return true;
	}
	f = &s->frames[--s->depth];
	__builtin_memcpy(&s->r[6], f->saved, sizeof(f->saved));
	s->r[10] = (u64)(uintptr_t)(s->in->stack + ((size_t)s->depth + 1) * s->in->frame_bytes);
	s->pc = f->ret;
	if (f->helper)
		return go_on(s, f->ret, true);
	forget_args(s);
	return true;
}

/* Instructions that go on with the next one. */
static bool step_straight(struct rk_interp_run *s, const struct rk_insn *i)
{
	u64 *dst = &s->r[i->dst];

	switch ((enum rk_insn_kind)i->kind) {
	case RK_INSN_ALU:
		*dst = rk_alu_eval(i->op, i->size, i->flags & RK_INSN_SIGNED, *dst, operand(s, i));
		return true;
	case RK_INSN_MOVSX: *dst = rk_movsx_eval(i->size, i->msize, s->r[i->src]); return true;
	case RK_INSN_END: *dst = rk_end_eval(i->op, (u8)i->imm, *dst); return true;
	case RK_INSN_LDDW: return load_imm(s, i);
	case RK_INSN_LDX: return rk_interp_load(s, i);
	case RK_INSN_ST:
	case RK_INSN_STX: return rk_interp_store(s, i);
	case RK_INSN_ATOMIC: return rk_interp_atomic(s, i);
	default: return rk_interp_fail(s, RK_FAULT_INSN, 0, 0);
	}
}

static bool may_goto(struct rk_interp_run *s, const struct rk_insn *i)
{
	const struct rk_interp_hooks *hooks = s->in->hooks;

	if (!hooks || !hooks->goes_on)
		return rk_interp_fail(s, RK_FAULT_INSN, 0, 0);
	s->pc = hooks->goes_on(hooks->data) ? s->pc + 1 : (u32)i->target;
	return true;
}

static bool load_packet(struct rk_interp_run *s, const struct rk_insn *i)
{
	const struct rk_interp_hooks *hooks = s->in->hooks;
	bool there;

	if (!hooks || !hooks->packet)
		return rk_interp_fail(s, RK_FAULT_INSN, 0, 0);
	s->r[0] = 0;
	there = hooks->packet(hooks->data, i->size, &s->r[0]);
	for (int r = 1; r <= 5; r++)
		s->r[r] = 0;
	s->pc = there ? s->pc + 1 : (u32)i->target;
	return true;
}

static bool step(struct rk_interp_run *s, const struct rk_insn *i)
{
	switch ((enum rk_insn_kind)i->kind) {
	case RK_INSN_JA: s->pc = (u32)i->target; return true;
	case RK_INSN_COND:
		s->pc = rk_cond_eval(i->op, i->size, s->r[i->dst], operand(s, i)) ? (u32)i->target
										  : s->pc + 1;
		return true;
	case RK_INSN_MAY_GOTO: return may_goto(s, i);
	case RK_INSN_PACKET: return load_packet(s, i);
	case RK_INSN_CALL_SUB: return call_sub(s, (u32)i->target);
	case RK_INSN_CALL: return call_helper(s, i->ref);
	case RK_INSN_CALLX: return call_helper(s, (u32)s->r[i->dst]);
	case RK_INSN_EXIT: return leave(s);
	default:
		if (!step_straight(s, i))
			return false;
		s->pc += i->kind == RK_INSN_LDDW ? 2 : 1;
		return true;
	}
}

static bool run(struct rk_interp_run *s)
{
	const struct rk_interp *in = s->in;
	const struct rk_interp_hooks *hooks = in->hooks;

	do {
		if (s->pc >= in->n_insns)
			return rk_interp_fail(s, RK_FAULT_JUMP, s->pc, 0);
		if (in->fuel && s->res.executed == in->fuel)
			return rk_interp_fail(s, RK_FAULT_FUEL, 0, 0);
		if (hooks && hooks->step && !hooks->step(hooks->data, s->pc, s->r))
			return rk_interp_fail(s, RK_FAULT_INSN, 0, 0);
		s->res.executed++;
		if (!step(s, &in->insns[s->pc]))
			return false;
	} while (s->pc != ~0u);
	return true;
}

/* Records of a run that failed must not stay reserved: nothing behind them would ever be read. */
static void release_records(struct rk_interp_run *s)
{
	for (u32 i = 0; i < s->n_records; i++)
		rk_helper_ringbuf_discard(s->records[i].base, 0, 0, 0, 0, s->in->env);
}

int rk_interp_run(const struct rk_interp *in, u64 r1, u64 r2, u64 *r0)
{
	struct rk_interp_run s;
	bool ok;

	__builtin_memset(&s, 0, sizeof(s));
	s.in = in;
	s.pc = in->entry;
	s.r[1] = r1;
	s.r[2] = r2;
	frame_enter(&s);
	ok = run(&s);
	if (!ok)
		release_records(&s);
	if (in->result)
		*in->result = s.res;
	*r0 = ok ? s.r[0] : 0;
	return ok ? RK_OK : s.res.fault == RK_FAULT_FUEL ? RK_EFUEL : RK_EFAULT;
}

const char *rk_fault_name(enum rk_fault fault)
{
	static const char *const names[] = {"none", "read", "write", "alignment", "helper",
		"argument", "call depth", "jump", "record not released", "instruction", "fuel"};

	return fault < RK_ARRAY_SIZE(names) ? names[fault] : "unknown";
}
