// SPDX-License-Identifier: MIT
/*
 * Arguments that are kernel objects, and such results: which struct, and who vouches for it. Three
 * degrees, as Linux has them: trusted (given by the kernel, or held), lasting as long as the
 * section of RCU that is open, and read from either without more being known. Helpers take all
 * three, as they always did; kernel functions take the first two, some the first alone.
 */
#include <inttypes.h>
#include <string.h>
#include "call.h"

static const struct object {
	u8 kind;
	bool held;
	const char *name, *need;
} objects[] = {
#define KOBJECT(kind, held, name, need) {RK_ARG_##kind, held, name, need},
#include "rk/kobject.def"
#undef KOBJECT
};

static const struct object *object_of(u8 kind)
{
	for (u32 i = 0; i < RK_ARRAY_SIZE(objects); i++)
		if (objects[i].kind == kind)
			return &objects[i];
	return NULL;
}

/* Kernel functions that also take what only the section of RCU keeps (Linux's KF_RCU). */
static bool takes_rcu(const struct rk_call *c, const struct object *o)
{
	switch (o->kind) {
	case RK_ARG_TASK:
	case RK_ARG_CGROUP:
	case RK_ARG_CRYPTO:
	case RK_ARG_CPUMASK: return true;
	case RK_ARG_BPF_CPUMASK: return c->row->ret != RK_RET_KREF; /* cpumask_acquire */
	default: return false;
	}
}

/* The flags of which one must be there. */
static u8 degrees(const struct rk_call *c, const struct object *o)
{
	if (c->row->id < RK_KFUNCS)
		return RK_TRUSTED | RK_RCU | RK_WALKED;
	return takes_rcu(c, o) ? RK_TRUSTED | RK_RCU : RK_TRUSTED;
}

/* What an earlier call gave to keep. */
static bool arg_held(struct rk_an *a, struct rk_call *c, u32 reg)
{
	struct rk_reg arg, *r = rk_reg_read(&a->s, reg, &arg);

	if (!r->ref || r->flags & RK_BORROWED || r->v.umax != 0) {
		rk_fail(a, RK_DIAG_BAD_RELEASE, "r%u is %s that the program does not hold", reg,
			rk_kind_name(a, r));
		rk_note_path(a);
		return false;
	}
	c->release = r->ref;
	return rk_check_release(a, r->ref);
}

/* Storage of nothing is nothing: these helpers test what they are given, but for those of packets.
 */
static bool may_be_null(const struct rk_an *a, const struct rk_call *c)
{
	return a->hook->ctx_kind != RK_CTX_PACKET && c->row->maps & RK_MAPS_STORAGE;
}

/* A connection that is not known yet begins with one that is, and is none. */
static bool is_exact(const struct rk_an *a, const struct object *o, const struct rk_reg *r)
{
	if (o->kind != RK_ARG_CT && o->kind != RK_ARG_KREF_CT)
		return true;
	return r->v.umax == 0 && !strcmp(rk_btf_type(a->p->obj->target, r->obj).name, o->name);
}

/* Helpers ask whether it is a full one; kernel functions believe that it is. */
static bool takes_sock(const struct rk_call *c, const struct rk_reg *r)
{
	return c->row->id < RK_KFUNCS || r->obj == RK_SOCK_FULL || r->obj == RK_SOCK_TCP;
}

/* A connection that waits, or that is asked for, begins as sockets do and is no full one. */
static const char *type_of(const struct rk_call *c, const struct object *o)
{
	enum { ASSIGN = 0x2008d /* sk_assign_tcp_reqsk */ };

	return c->row->id == ASSIGN && o->kind == RK_ARG_SOCK ? "sock" : o->name;
}

bool rk_arg_object(struct rk_an *a, struct rk_call *c, u32 reg)
{
	const struct object *o = object_of(c->row->args[reg - 1]);
	struct rk_reg arg, plain, *r = rk_reg_read(&a->s, reg, &arg);

	if (!o)
		return rk_arg_on_stack(a, c, reg);
	if (o->held && r->kind == RK_T_BROKEN && r->flags & RK_GONE) {
		rk_fail(a, RK_DIAG_BAD_RELEASE, "the object in r%u was released before", reg);
		rk_note_path(a);
		return false;
	}
	if (o->kind == RK_ARG_TASK_OR_NULL && rk_arg_is_null(r))
		return true;
	if (o->kind == RK_ARG_SKB_OR_CTX && r->kind == RK_T_CTX && r->v.umax == 0)
		return true;
	if (o->kind == RK_ARG_SOCK_OR_CTX && a->hook->ctx_kind == RK_CTX_PACKET)
		return (r->kind == RK_T_CTX && r->v.umax == 0) || rk_bad_arg(a, reg, o->need);
	if (o->kind == RK_ARG_SOCK && r->kind == RK_T_SOCK && !(r->flags & RK_NULLABLE))
		return takes_sock(c, r) || rk_bad_arg(a, reg, "a full socket");
	if (o->kind == RK_ARG_MAP_OBJECT && r->kind == RK_T_MAP && !(r->flags & RK_NULLABLE))
		return true;
	plain = *r;
	if (may_be_null(a, c)) {
		if (rk_arg_is_null(r))
			return true;
		plain.flags &= (u8)~RK_NULLABLE;
	}
	if (!rk_kernel_is(a, &plain, type_of(c, o), degrees(c, o)) || !is_exact(a, o, &plain))
		return rk_bad_arg(a, reg, o->need);
	return !o->held || arg_held(a, c, reg);
}

/*
 * Where it finds no connection, or was told a size that it does not know, the kernel writes the
 * error behind the first 4 bytes of the options all the same.
 */
bool rk_check_options(struct rk_an *a, const struct rk_call *c, u32 reg)
{
	enum { FIRST = 0x20080, LAST = 0x20083, LEAST = 8 }; /* xdp_ct_lookup to skb_ct_alloc */
	struct rk_reg next, *size = rk_reg_read(&a->s, reg + 1, &next);

	if (reg != 4 || c->row->id < FIRST || c->row->id > LAST || size->v.umin >= LEAST)
		return true;
	return rk_fail(a, RK_DIAG_ARG_SIZE,
		"bpf_%s writes an error into the first %d bytes of its options, of which there "
		"may be %" PRIu64,
		c->row->name, LEAST, size->v.umin);
}

/* ---- results ---- */

/*
 * The flags of what is found from the object in r1: it lasts no longer. Held sockets are vouched
 * for in their other forms, too.
 */
static u8 found_from(const struct rk_an *a)
{
	bool ends = a->s.r[1].kind == RK_T_KERNEL && a->s.r[1].flags & (RK_RCU | RK_SECTION);

	if (a->s.r[1].kind == RK_T_SOCK && a->s.r[1].ref)
		return RK_TRUSTED;
	return ends ? rk_walked(a) : RK_WALKED;
}

/* The current task is vouched for; what is found from an argument lasts as that does, or less. */
struct rk_reg rk_kptr_result(struct rk_an *a, const struct rk_helper_row *row)
{
	bool percpu = row->ret == RK_RET_PERCPU || row->ret == RK_RET_PERCPU_OR_NULL;
	u8 degree = percpu ? 0 : row->args[0] == RK_ARG_NONE ? RK_TRUSTED : found_from(a);
	struct rk_reg r = rk_kernel_ptr(a, row->btf[0] ? rk_target_struct(a, row->btf) : 0, degree);

	if (row->ret == RK_RET_KPTR_OR_NULL || row->ret == RK_RET_PERCPU_OR_NULL) {
		r.flags |= RK_NULLABLE;
		r.id = a->next_id++;
	}
	if (percpu)
		r.obj = a->s.r[1].obj;
	/* A socket's other form ends with it, and so does the other form's: whatever is found of
	 * what is held is there as long as that. */
	if (row->args[0] != RK_ARG_NONE && a->s.r[1].ref &&
		(a->s.r[1].kind == RK_T_SOCK || a->s.r[1].kind == RK_T_KERNEL)) {
		r.ref = a->s.r[1].ref;
		r.flags |= RK_BORROWED;
	}
	return r;
}

bool rk_kern_ctx_result(struct rk_an *a, struct rk_reg *r)
{
	const char *name = NULL;
	u32 type;

	switch (a->hook ? a->hook->id : RK_HOOK_NONE) {
	case RK_HOOK_PERF_EVENT: name = "bpf_perf_event_data_kern"; break;
	case RK_HOOK_KPROBE:
	case RK_HOOK_KRETPROBE:
	case RK_HOOK_UPROBE:
	case RK_HOOK_URETPROBE: name = "pt_regs"; break;
	case RK_HOOK_SOCKET:
	case RK_HOOK_CGROUP_SKB:
	case RK_HOOK_TC: name = "sk_buff"; break;
	case RK_HOOK_XDP: name = "xdp_buff"; break;
	default: break;
	}
	type = name ? rk_target_struct(a, name) : 0;
	if (!type)
		return rk_fail(a, RK_DIAG_UNSUPPORTED,
			"the kernel's form of this hook's context is not known");
	*r = rk_kernel_ptr(a, type, RK_TRUSTED);
	return true;
}
