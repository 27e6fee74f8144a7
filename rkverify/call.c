// SPDX-License-Identifier: MIT
/*
 * Calls of helpers, by their row of helper.def or kfunc.def and nothing else. Every argument is
 * checked before any effect.
 */
#include <inttypes.h>
#include <string.h>
#include "call.h"
#include "cost.h"
#include "packet.h"

bool rk_bad_arg(struct rk_an *a, u32 reg, const char *need)
{
	struct rk_reg arg, *r = rk_reg_read(&a->s, reg, &arg);

	if (r->kind == RK_T_NONE)
		return rk_check_readable(a, reg);
	rk_fail(a, r->flags & RK_NULLABLE ? RK_DIAG_NULL_DEREF : RK_DIAG_ARG_TYPE,
		"argument %u (r%u) is %s%s; bpf_%s takes %s", reg, reg, rk_kind_name(a, r),
		r->flags & RK_NULLABLE ? " or null" : "",
		rk_helper_row(a->p->insns[a->pc].ref)->name, need);
	rk_note_origin(a, r, reg);
	rk_note_path(a);
	return false;
}

bool rk_arg_is_null(const struct rk_reg *r)
{
	return r->kind == RK_T_SCALAR && r->v.umax == 0;
}

/* What a format string names may be addresses: of strings, or to be printed. */
static bool may_print(const struct rk_call *c, u32 reg)
{
	return c->row->args[reg - 1] == RK_ARG_MEM_OR_NULL;
}

/* Memory of `max` bytes, of which at least `min` will be written. */
static bool arg_memory(struct rk_an *a, struct rk_call *c, u32 reg, s64 min, s64 max, bool out)
{
	struct rk_reg arg, *r = rk_reg_read(&a->s, reg, &arg);
	struct rk_access x;

	if (max == 0)
		return rk_is_ptr(r) || rk_bad_arg(a, reg, "memory");
	if (r->kind == RK_T_NONE || r->kind == RK_T_SCALAR || r->kind == RK_T_MAP ||
		r->kind == RK_T_FUNC)
		return rk_bad_arg(a, reg, "memory");
	if (!rk_check_access(a, r, reg, 0, max, out ? RK_ARG_WRITE : RK_ARG_READ, &x) ||
		!rk_check_stays(a, c, reg))
		return false;
	if (x.region == RK_REGION_STACK)
		rk_note_stack(a, x.obj, x.lo);
	c->bytes += (u64)max;
	if (x.region == RK_REGION_STACK &&
		!(out ? rk_check_object_out(a, &x) : rk_check_object_read(a, &x)))
		return false;
	if (out && x.region == RK_REGION_STACK &&
		(!rk_check_caller_stack(a, &x) || !rk_check_iter_write(a, &x)))
		return false;
	if (out && x.region == RK_REGION_STACK && !rk_check_out_stack(a, &x, min, reg))
		return false;
	if (out) {
		c->out[c->n_out].x = x;
		c->out[c->n_out++].sure = min;
		return true;
	}
	return x.region != RK_REGION_STACK || rk_check_stack_bytes(a, &x, reg, may_print(c, reg));
}

static bool arg_sized(struct rk_an *a, struct rk_call *c, u32 reg, bool out)
{
	struct rk_reg next, *size = rk_reg_read(&a->s, reg + 1, &next);
	bool zero_ok = c->row->args[reg] != RK_ARG_SIZE;

	if (size->kind != RK_T_SCALAR)
		return rk_bad_arg(a, reg + 1, "a size");
	if (size->v.umax > U32_MAX >> 1 || (size->v.umin == 0 && !zero_ok)) {
		rk_fail(a, RK_DIAG_ARG_SIZE,
			"size argument %u (r%u) is in [%" PRId64 ", %" PRId64 "]; bpf_%s takes %s",
			reg + 1, reg + 1, size->v.smin, size->v.smax, c->row->name,
			size->v.umin == 0 && !zero_ok && size->v.umax <= U32_MAX >> 1
				? "at least 1"
				: "a size that is bounded by the memory");
		rk_note_origin(a, size, reg + 1);
		rk_because(a, a->pc, "check it before the call, or mask it");
		rk_note_path(a);
		return false;
	}
	return arg_memory(a, c, reg, (s64)size->v.umin, (s64)size->v.umax, out);
}

/* One on the stack is written where it is what is returned, and then alone. */
static bool arg_buffer(struct rk_an *a, struct rk_call *c, u32 reg)
{
	c->buffer = rk_reg_get(&a->s, reg);
	if (!arg_sized(a, c, reg, true))
		return false;
	if (c->buffer.kind == RK_T_STACK && c->n_out)
		c->out[c->n_out - 1].sure = 0;
	return true;
}

static bool changes_map(u32 helper)
{
	switch (helper) {
	case 2:  /* map_update_elem */
	case 3:  /* map_delete_elem */
	case 87: /* map_push_elem */
	case 88: /* map_pop_elem */
	case 0x10008: /* timeseries_push */ return true;
	default: return false;
	}
}

static bool arg_map(struct rk_an *a, struct rk_call *c, u32 reg)
{
	struct rk_reg arg, *r = rk_reg_read(&a->s, reg, &arg);
	const struct rk_map_def *m;

	if (r->kind != RK_T_MAP || r->flags & RK_NULLABLE)
		return rk_bad_arg(a, reg, "a map");
	m = rk_an_map(a, r->obj);
	c->sockets = rk_serves_sockets(a->hook, c->row->id, m->type);
	if (!(rk_helper_maps(c->row) & RK_MAPBIT(m->type)) && !c->sockets) {
		const struct rk_map_row *t = rk_map_row(m->type);

		return rk_fail(a, RK_DIAG_MAP_KIND, "bpf_%s does not serve '%s', a map of type %s",
			c->row->name, m->name, t ? t->name : "unknown");
	}
	if (m->flags & RK_MAP_F_RDONLY_PROG && changes_map(a->p->insns[a->pc].ref))
		return rk_fail(a, RK_DIAG_READ_ONLY, "bpf_%s would change '%s', which is read-only",
			c->row->name, m->name);
	c->map = r->obj;
	c->has_map = true;
	rk_facts_map(a, r->obj);
	return rk_check_map(a, m);
}

static bool arg_key(struct rk_an *a, struct rk_call *c, u32 reg)
{
	struct rk_reg arg, *r = rk_reg_read(&a->s, reg, &arg);
	u32 size = rk_an_map(a, c->map)->key_size;
	struct rk_reg held;

	if (!arg_memory(a, c, reg, size, size, false))
		return false;
	if (r->kind != RK_T_STACK || r->v.smin != r->v.smax || size != 4)
		return true;
	if (rk_spill_find(&a->s, r->obj, r->v.smin, 4, &held) && held.kind == RK_T_SCALAR &&
		held.size >= 4 &&
		held.key == RK_KEY_STACK + r->obj * RK_FRAME_BYTES + RK_FRAME_BYTES + r->v.smin) {
		c->key = rk_val_trunc(4, false, &held.v);
		c->key_known = true;
	}
	return true;
}

static bool arg_record(struct rk_an *a, struct rk_call *c, u32 reg)
{
	struct rk_reg arg, *r = rk_reg_read(&a->s, reg, &arg);

	if (r->kind == RK_T_RECORD && r->flags & RK_NULLABLE)
		return rk_bad_arg(a, reg, "a record");
	if (r->kind != RK_T_RECORD || r->v.umax != 0) {
		if (r->flags & RK_GONE)
			rk_fail(a, RK_DIAG_BAD_RELEASE, "the record in r%u was released before",
				reg);
		else
			rk_fail(a, RK_DIAG_BAD_RELEASE,
				"r%u is %s%s, not what bpf_ringbuf_reserve returned", reg,
				rk_kind_name(a, r),
				r->kind == RK_T_RECORD ? " with an offset" : "");
		rk_note_path(a);
		return false;
	}
	c->release = r->ref;
	return rk_check_release(a, r->ref);
}

static bool arg_const_size(struct rk_an *a, struct rk_call *c, u32 reg)
{
	struct rk_reg arg, *r = rk_reg_read(&a->s, reg, &arg);
	u64 size;

	if (r->kind != RK_T_SCALAR)
		return rk_bad_arg(a, reg, "a constant size");
	if (!rk_val_is_const(&r->v, &size))
		return rk_fail(a, RK_DIAG_CONST_ARG, "argument %u of bpf_%s must be a constant",
			reg, c->row->name);
	if ((!size && c->row->args[reg - 1] == RK_ARG_CONST_SIZE) || size > 1u << 29)
		return rk_fail(a, RK_DIAG_ARG_SIZE, "argument %u of bpf_%s is %" PRIu64, reg,
			c->row->name, size);
	c->const_size = (s64)size;
	return true;
}

static bool arg_string(struct rk_an *a, u32 reg)
{
	struct rk_reg arg, *r = rk_reg_read(&a->s, reg, &arg);
	const struct rk_map_def *m = r->kind == RK_T_VALUE ? rk_an_map(a, r->obj) : NULL;

	if (!m || m->use != RK_MAP_RODATA || r->v.smin != r->v.smax)
		return rk_bad_arg(a, reg, "a constant string in .rodata");
	if (r->v.smin < 0 || r->v.smin >= m->value_size ||
		(m->init && !memchr(m->init + r->v.smin, 0, m->value_size - (u64)r->v.smin)))
		return rk_fail(a, RK_DIAG_ARG_SIZE, "argument %u: the string has no end in '%s'",
			reg, m->name);
	return true;
}

/* A type of the target, or 0 for none. */
static bool arg_type_id(struct rk_an *a, struct rk_call *c, u32 reg)
{
	const struct rk_btf *b = a->p->obj->target;
	struct rk_reg arg, *r = rk_reg_read(&a->s, reg, &arg);
	u64 id;

	if (r->kind != RK_T_SCALAR || !rk_val_is_const(&r->v, &id))
		return rk_bad_arg(a, reg, "a constant type");
	if (id && (!b || id >= b->n))
		return rk_bad_arg(a, reg, "a type of the target");
	id = b && id ? rk_btf_skip(b, (u32)id) : 0;
	if (id && rk_btf_type(b, (u32)id).kind != RK_BTF_STRUCT &&
		rk_btf_type(b, (u32)id).kind != RK_BTF_UNION)
		id = 0; /* numbers and the like: memory without a type */
	c->const_size = (s64)id;
	return true;
}

/* The result is an address on another CPU's page, or nonsense: it is only ever probed. */
static bool arg_percpu(struct rk_an *a, u32 reg)
{
	struct rk_reg arg, *r = rk_reg_read(&a->s, reg, &arg);

	return (r->kind == RK_T_KERNEL && r->flags == RK_VARIABLE && r->v.umax == 0) ||
	       rk_bad_arg(a, reg, "the address of a per-CPU variable");
}

/* No address: then nothing is read, and the size must say so. */
static bool arg_no_memory(struct rk_an *a, u32 reg)
{
	struct rk_reg next, *size = rk_reg_read(&a->s, reg + 1, &next);

	return (size->kind == RK_T_SCALAR && size->v.umax == 0) ||
	       rk_bad_arg(a, reg + 1, "0 where the memory is null");
}

static bool aligned(struct rk_an *a, const struct rk_call *c, u32 reg, u32 bytes)
{
	u32 proved = c->out[c->n_out - 1].x.align;

	return proved >= bytes ||
	       rk_fail(a, RK_DIAG_MISALIGNED,
		       "argument %u: bpf_%s writes %u bytes, and the address is only proved a "
		       "multiple of %u",
		       reg, c->row->name, bytes, proved);
}

static bool check_arg(struct rk_an *a, struct rk_call *c, u32 reg)
{
	struct rk_reg arg, *r = rk_reg_read(&a->s, reg, &arg);
	u8 kind = c->row->args[reg - 1];

	switch (kind) {
	case RK_ARG_NONE:
	case RK_ARG_OPTIONAL:
	case RK_ARG_SIZE:
	case RK_ARG_SIZE0: return true; /* sizes: with their memory */
	case RK_ARG_ANY: return rk_check_readable(a, reg);
	case RK_ARG_SCALAR:
		return r->kind == RK_T_SCALAR || r->kind == RK_T_KERNEL ||
		       rk_bad_arg(a, reg, "a number");
	case RK_ARG_CTX:
		return (r->kind == RK_T_CTX && r->v.umax == 0) ||
		       rk_bad_arg(a, reg, "the context pointer, unchanged");
	case RK_ARG_MAP: return arg_map(a, c, reg);
	case RK_ARG_MAP_KEY: return arg_key(a, c, reg);
	case RK_ARG_MAP_VALUE_OR_NULL:
		if (rk_arg_is_null(r))
			return true;
		/* fall through */
	case RK_ARG_MAP_VALUE:
	case RK_ARG_MAP_VALUE_OUT: {
		const struct rk_map_def *m = rk_an_map(a, c->map);

		if (c->sockets)
			return rk_arg_put_socket(a, reg);
		return arg_memory(a, c, reg, m->value_size, m->value_size,
			kind == RK_ARG_MAP_VALUE_OUT && rk_map_fills_value(m->type));
	}
	case RK_ARG_MEM_OR_NULL:
	case RK_ARG_MEM_OUT_OR_NULL:
		if (rk_arg_is_null(r))
			return arg_no_memory(a, reg);
		return arg_sized(a, c, reg, kind == RK_ARG_MEM_OUT_OR_NULL);
	case RK_ARG_MEM:
	case RK_ARG_MEM_OUT: return arg_sized(a, c, reg, kind == RK_ARG_MEM_OUT);
	case RK_ARG_BPF_SOCK:
	case RK_ARG_BPF_SOCK_HELD: return rk_arg_sock(a, c, reg);
	case RK_ARG_MEM_INOUT:
		if (c->row->id >= RK_KFUNCS && rk_arg_is_null(r))
			return arg_no_memory(a, reg);
		return arg_sized(a, c, reg, false) && arg_sized(a, c, reg, true) &&
		       rk_check_options(a, c, reg);
	case RK_ARG_MEM_INOUT_U32:
		return arg_memory(a, c, reg, 4, 4, false) && arg_memory(a, c, reg, 4, 4, true) &&
		       aligned(a, c, reg, 4);
	case RK_ARG_MEM_20: return arg_memory(a, c, reg, 20, 20, false);
	case RK_ARG_MEM_40: return arg_memory(a, c, reg, 40, 40, false);
	case RK_ARG_MEM_INOUT_ADDRESS:
		return arg_memory(a, c, reg, 16, 16, false) && arg_memory(a, c, reg, 16, 16, true);
	case RK_ARG_MEM_OUT_U64: return arg_memory(a, c, reg, 8, 8, true) && aligned(a, c, reg, 8);
	case RK_ARG_CONST_SIZE:
	case RK_ARG_CONST_SIZE0: return arg_const_size(a, c, reg);
	case RK_ARG_SLICE_BUFFER: return rk_arg_is_null(r) || arg_buffer(a, c, reg);
	case RK_ARG_DYNPTR_MEM:
		return r->kind == RK_T_VALUE ? arg_sized(a, c, reg, true)
					     : rk_bad_arg(a, reg, "memory of a map's value");
	case RK_ARG_RECORD: return arg_record(a, c, reg);
	case RK_ARG_TYPE_ID: return arg_type_id(a, c, reg);
	case RK_ARG_PERCPU: return arg_percpu(a, reg);
	case RK_ARG_CONST_STR: return arg_string(a, reg);
	case RK_ARG_FUNC:
		c->calls_back = true;
		c->func = r->obj;
		return r->kind == RK_T_FUNC ? rk_runs_later(c->row->id) || rk_check_named(a, r)
					    : rk_bad_arg(a, reg, "a function");
	case RK_ARG_LIST:
	case RK_ARG_TREE:
	case RK_ARG_NODE_GIVEN:
	case RK_ARG_NODE_LENT:
	case RK_ARG_SHARED: return rk_arg_graph(a, c, reg);
	case RK_ARG_CB_CTX:
		return (rk_is_ptr(r) && !(r->flags & RK_NULLABLE)) || rk_arg_is_null(r) ||
		       rk_bad_arg(a, reg, "a pointer for the callback, or 0");
	default: return rk_arg_object(a, c, reg);
	}
}

/* Bytes the helper writes: no more than [lo, hi + max), and `sure` of them where the place is
 * known. */
static void apply_out(struct rk_an *a, const struct rk_access *x, s64 sure)
{
	if (x->region != RK_REGION_STACK)
		return;
	rk_spill_clear(&a->s, x->obj, x->lo, x->hi - x->lo + x->size);
	if (x->lo == x->hi)
		rk_stack_mark(&a->s, x->obj, x->lo, sure);
}

/* An array element at a proved index is there, but for a processor that may not be. */
static bool always_found(struct rk_an *a, const struct rk_call *c)
{
	enum { LOOKUP = 1 };
	const struct rk_map_def *m = rk_an_map(a, c->map);
	const struct rk_map_row *row = rk_map_row(m->type);

	return c->row->id == LOOKUP && row && row->flags & RK_MAPF_INLINE &&
	       !(c->map & RK_MAP_INNER_BIT) && c->key_known && c->key.umax < m->max_entries;
}

static struct rk_reg value_result(struct rk_an *a, const struct rk_call *c)
{
	const struct rk_map_row *row = rk_map_row(rk_an_map(a, c->map)->type);
	bool inner = row && row->flags & RK_MAPF_INNER && rk_an_map(a, c->map)->inner;
	struct rk_reg r = rk_reg_ptr(inner ? RK_T_MAP : RK_T_VALUE,
		inner ? c->map | RK_MAP_INNER_BIT : c->map, 0, a->pc);

	if (!inner)
		rk_name_value(a, rk_an_map(a, c->map), &r);
	if (!inner && always_found(a, c)) {
		if (rk_facts_wanted(a))
			a->facts[a->pc].flags |= RK_FACT_NONNULL;
		return r;
	}
	rk_facts_saw(a, RK_SAW_MAYBE_NULL);
	r.flags |= RK_NULLABLE;
	r.id = a->next_id++;
	return r;
}

bool rk_call_hold(struct rk_an *a, u32 id)
{
	if (a->s.n_held == RK_MAX_HELD)
		return rk_fail(
			a, RK_DIAG_UNSUPPORTED, "more than %u records held at once", RK_MAX_HELD);
	rk_state_hold(&a->s, id, a->pc);
	return true;
}

/* r, which must be given back, or null. */
static bool held_result(struct rk_an *a, struct rk_reg *r)
{
	r->flags |= RK_NULLABLE;
	r->id = a->next_id++;
	r->ref = a->next_id++;
	return rk_call_hold(a, r->ref);
}

u32 rk_target_struct(const struct rk_an *a, const char *name)
{
	const struct rk_btf *b = a->p->obj->target;

	return b ? rk_btf_find(b, name, RK_BTF_STRUCT, 0) : 0;
}

static bool is_open(const struct rk_state *s, u32 id)
{
	for (u32 i = 0; i < s->n_held; i++)
		if (s->held[i].id == id)
			return true;
	return false;
}

static bool end_section(struct rk_an *a, u32 id)
{
	if (!is_open(&a->s, id)) {
		rk_fail(a, RK_DIAG_BAD_RELEASE, "there is no section of %s to end here",
			id == RK_HELD_RCU ? "bpf_rcu_read_lock" : "bpf_preempt_disable");
		rk_note_path(a);
		return false;
	}
	if (!rk_check_release(a, id))
		return false;
	rk_state_release(&a->s, id);
	if (id != RK_HELD_RCU || is_open(&a->s, id))
		return true;
	rk_rcu_ended(&a->s);
	return rk_check_section_iterators(a);
}

/* Helpers return 64 bits, the kernel's functions an int: above it is what the register held. */
static struct rk_val error_or_number(const struct rk_helper_row *row)
{
	struct rk_val v = rk_val_any();

	v.s32min = -4095;
	return row->id >= RK_KFUNCS && rk_val_reduce(&v) ? v : rk_val_srange(-4095, S32_MAX);
}

static bool result(struct rk_an *a, const struct rk_call *c, struct rk_reg *r)
{
	*r = (struct rk_reg){.kind = RK_T_NONE};
	switch (c->row->ret) {
	case RK_RET_SCALAR: *r = rk_reg_scalar(rk_val_any(), a->pc); return true;
	case RK_RET_ERR: *r = rk_reg_scalar(error_or_number(c->row), a->pc); return true;
	case RK_RET_SIZE:
		*r = rk_reg_scalar(rk_val_srange(-4095, c->n_out ? c->out[0].x.size : 0), a->pc);
		return true;
	case RK_RET_VOID: return true;
	case RK_RET_NODE_OR_NULL:
	case RK_RET_NODE_LENT_OR_NULL:
	case RK_RET_SHARED_OR_NULL: return rk_graph_result(a, c, r);
	case RK_RET_THROW: return rk_step_throw(a);
	case RK_RET_RCU_LOCK: return rk_call_hold(a, RK_HELD_RCU);
	case RK_RET_RCU_UNLOCK: return end_section(a, RK_HELD_RCU);
	case RK_RET_VALUE_OR_NULL:
		if (!c->sockets) {
			*r = value_result(a, c);
			return true;
		}
		*r = rk_sock_found(a, rk_an_map(a, c->map)->type);
		return r->flags & RK_NULLABLE || held_result(a, r);
	case RK_RET_RECORD_OR_NULL:
		*r = rk_reg_ptr(RK_T_RECORD, (u32)c->const_size, 0, a->pc);
		return held_result(a, r);
	case RK_RET_KREF_OR_NULL:
		*r = rk_kernel_ptr(a, rk_target_struct(a, c->row->btf), RK_TRUSTED);
		return held_result(a, r);
	case RK_RET_SOCK_OR_NULL: *r = rk_sock_result(a, c); return held_result(a, r);
	case RK_RET_SOCK_CAST_OR_NULL: *r = rk_sock_result(a, c); return true;
	case RK_RET_KREF:
		*r = rk_kernel_ptr(a, rk_target_struct(a, c->row->btf), RK_TRUSTED);
		r->ref = a->next_id++;
		return rk_call_hold(a, r->ref);
	case RK_RET_UNTRUSTED_OR_NULL:
		*r = rk_kernel_ptr(a, rk_target_struct(a, c->row->btf), RK_NULLABLE);
		r->id = a->next_id++;
		return true;
	case RK_RET_NEXT_OR_NULL: rk_object_next(a, c, r); return true;
	case RK_RET_SLICE_OR_NULL:
	case RK_RET_SLICE_RO_OR_NULL:
		rk_object_slice(a, c, c->row->ret == RK_RET_SLICE_OR_NULL, r);
		return true;
	case RK_RET_LOCK: return rk_lock(a, c);
	case RK_RET_UNLOCK: return rk_unlock(a, c);
	case RK_RET_PREEMPT_OFF: return rk_call_hold(a, RK_HELD_PREEMPT);
	case RK_RET_PREEMPT_ON: return end_section(a, RK_HELD_PREEMPT);
	case RK_RET_KPTR_OLD: *r = rk_kptr_old(a, c); return held_result(a, r);
	case RK_RET_ALLOC_OR_NULL:
		*r = rk_reg_ptr(RK_T_ALLOC, (u32)c->const_size, 0, a->pc);
		return held_result(a, r);
	case RK_RET_COOKIE: *r = rk_reg_ptr(RK_T_LENT, 8 | RK_LENT_WRITABLE, 0, a->pc); return true;
	case RK_RET_CAST: *r = rk_kernel_ptr(a, (u32)c->const_size, 0); return true;
	case RK_RET_KERN_CTX: return rk_kern_ctx_result(a, r);
	case RK_RET_KPTR:
	case RK_RET_KPTR_OR_NULL:
	case RK_RET_PERCPU_OR_NULL:
	case RK_RET_PERCPU: *r = rk_kptr_result(a, c->row); return true;
	default:
		return rk_fail(a, RK_DIAG_UNSUPPORTED, "the result of bpf_%s cannot be judged yet",
			c->row->name);
	}
}

/* What the robot must have configured. A mask that is not a constant names nothing for certain. */
static void note_stop(struct rk_an *a)
{
	struct rk_reg r, *mask = rk_reg_read(&a->s, 1, &r);
	u32 bits = (u32)mask->v.s32min;

	a->stops = true;
	if (mask->v.s32min == mask->v.s32max && bits != MOTOR_ALL)
		a->stop_mask |= bits;
}

/*
 * What is returned is memory of the dynptr, or the buffer, and ends with that: two states, each of
 * which knows. What lasts longer than any dynptr needs none.
 */
static bool may_be_buffer(const struct rk_call *c)
{
	const struct rk_reg *b = &c->buffer;

	return c->n_out && b->kind != RK_T_NONE && (b->kind != RK_T_VALUE || b->ref);
}

static void split(struct rk_an *a, const struct rk_call *c)
{
	const struct rk_access *x = &c->out[0].x;

	rk_save_other(a);
	if (c->buffer.kind == RK_T_STACK && x->lo == x->hi)
		rk_stack_mark(&a->s, x->obj, x->lo, x->size);
	rk_reg_put(&a->s, 0, &c->buffer);
}

bool rk_step_helper(struct rk_an *a, u32 id, enum rk_flow *flow)
{
	struct rk_call c = {.row = rk_helper_row(id)};
	struct rk_reg r;
	u32 steps = 0, key = 0;

	if (id == RK_POISON)
		return rk_fail(a, (int)a->p->insns[a->pc].imm, "%s", rk_prog_poison(a->p, a->pc));
	if (!c.row)
		return rk_fail(a, RK_DIAG_UNKNOWN_HELPER, "helper %u is not known", id);
	if (!rk_check_helper(a, c.row))
		return false;
	a->verify_only |= !c.row->runnable;
	for (u32 reg = 1; reg <= 5; reg++)
		if (c.row->args[reg - 1] != RK_ARG_NONE && !check_arg(a, &c, reg))
			return false;
	for (u32 i = 0; i < c.n_out; i++)
		apply_out(a, &c.out[i].x, c.out[i].sure);
	if (c.calls_back && !rk_enter_callback(a, &c))
		return false;
	*flow = c.calls_back                 ? (rk_runs_later(id) ? RK_LATER : RK_LOOP)
		: c.row->ret == RK_RET_THROW ? RK_DONE
					     : RK_NEXT;
	if (id == 0x10000) /* motor_emergency_stop */
		note_stop(a);
	if (c.release)
		rk_state_release(&a->s, c.release);
	if (rk_packet_moves(a, id))
		rk_packets_moved(&a->s);
	rk_graph_effects(a, &c);
	if (!rk_object_effects(a, &c))
		return false;
	if (!result(a, &c, &r))
		return false;
	if (c.has_map) {
		const struct rk_map_def *m = rk_an_map(a, c.map);

		/* A map in a map may be larger than what it was declared like. */
		steps = rk_map_steps(m->type, c.map & RK_MAP_INNER_BIT ? U32_MAX : m->max_entries);
		key = m->key_size;
	}
	a->cost += rk_helper_cost(c.row, steps, key, c.bytes) + rk_strings_cost(a, id);
	rk_regs_clear(&a->s, 1, 5);
	rk_reg_put(&a->s, 0, &r);
	if (r.kind != RK_T_NONE)
		rk_facts_result(a, &r);
	if (may_be_buffer(&c)) {
		split(a, &c);
		*flow = RK_SPLIT;
	}
	return true;
}
