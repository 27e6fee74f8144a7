// SPDX-License-Identifier: MIT
/*
 * Kernel memory typed by the target's BTF. Every load is a no-fault load, so types here decide what
 * the result is, and catch mistakes; they carry no safety. A loaded pointer is never trusted.
 */
#include <inttypes.h>
#include <string.h>
#include "an.h"

static const struct rk_btf *target(const struct rk_an *a)
{
	return a->p->obj->target;
}

struct rk_reg rk_kernel_ptr(struct rk_an *a, u32 type, u8 flags)
{
	struct rk_reg r = rk_reg_ptr(RK_T_KERNEL, type, 0, a->pc);

	r.flags = flags;
	return r;
}

static bool is_aggregate(const struct rk_btf *b, u32 id)
{
	u8 kind = rk_btf_type(b, id).kind;

	return kind == RK_BTF_STRUCT || kind == RK_BTF_UNION;
}

/* Does memory of this type end with an array of unknown length? */
static bool open_ended(const struct rk_btf *b, u32 id)
{
	struct rk_btf_type t = rk_btf_type(b, id);
	struct rk_btf_member m;
	u32 elem, count;

	if (t.kind != RK_BTF_STRUCT || !t.vlen)
		return false;
	m = rk_btf_member(b, &t, t.vlen - 1u);
	t = rk_btf_type(b, rk_btf_skip(b, m.type));
	if (t.kind != RK_BTF_ARRAY)
		return false;
	rk_btf_array(&t, &elem, &count);
	return count <= 1;
}

bool rk_check_kernel(struct rk_an *a, const struct rk_reg *base, const struct rk_access *x, u32 reg)
{
	const struct rk_btf *b = target(a);
	s64 size;

	if (!base->obj || !b)
		return true;
	size = rk_btf_size(b, base->obj);
	if (x->lo >= 0 && (open_ended(b, base->obj) || (x->hi <= size && x->hi + x->size <= size)))
		return true;
	rk_fail(a, RK_DIAG_OOB_READ,
		"read of %" PRId64 " bytes at offset %" PRId64 " of r%u, %s with %" PRId64 " bytes",
		x->size, x->lo, reg, rk_kind_name(a, base), size);
	rk_note_path(a);
	return false;
}

/* The struct within a struct that holds the byte at *off; *off becomes the offset in it. 0: none.
 */
static u32 enclosed(const struct rk_btf *b, u32 id, s64 *off)
{
	struct rk_btf_type t = rk_btf_type(b, id);

	for (u32 i = 0; is_aggregate(b, id) && i < t.vlen; i++) {
		struct rk_btf_member m = rk_btf_member(b, &t, i);
		u32 in = rk_btf_skip(b, m.type);
		s64 at = m.bit_offset / 8;

		if (m.bit_size || *off < at || *off - at >= rk_btf_size(b, in) ||
			!is_aggregate(b, in))
			continue;
		*off -= at;
		return in;
	}
	return 0;
}

bool rk_kernel_is(const struct rk_an *a, const struct rk_reg *r, const char *name, u8 degrees)
{
	const struct rk_btf *b = target(a);
	u32 id = r->obj;
	s64 off = r->v.smin;

	if (!b || r->kind != RK_T_KERNEL || !(r->flags & degrees) || r->flags & RK_NULLABLE ||
		off != r->v.smax || off < 0)
		return false;
	for (u32 depth = 0; id && depth < 32; depth++) {
		struct rk_btf_type t = rk_btf_type(b, id);

		if (off == 0 && t.kind == RK_BTF_STRUCT && !strcmp(t.name, name))
			return true;
		id = enclosed(b, id, &off);
	}
	return false;
}

s64 rk_kernel_member_end(const struct rk_an *a, u32 id, s64 off)
{
	const struct rk_btf *b = target(a);
	s64 from = 0, end = 0;

	for (u32 depth = 0; b && id && depth < 32; depth++) {
		struct rk_btf_type t = rk_btf_type(b, id);
		u32 next = 0;

		for (u32 i = 0; is_aggregate(b, id) && i < t.vlen && !next; i++) {
			struct rk_btf_member m = rk_btf_member(b, &t, i);
			s64 at = from + m.bit_offset / 8, size = rk_btf_size(b, m.type);

			if (m.bit_size || off < at || off - at >= size)
				continue;
			next = rk_btf_skip(b, m.type);
			from = at;
			end = at + size;
		}
		if (is_aggregate(b, id) && !next)
			return 0;
		id = next;
	}
	return end;
}

/* The struct that a pointer type points to, 0 for pointers to anything else. */
static u32 pointee(const struct rk_btf *b, u32 id)
{
	struct rk_btf_type t = rk_btf_type(b, rk_btf_skip(b, id));

	if (t.kind != RK_BTF_PTR)
		return 0;
	id = rk_btf_skip(b, t.size_or_type);
	return is_aggregate(b, id) ? id : 0;
}

static bool is_pointer(const struct rk_btf *b, u32 id)
{
	return rk_btf_type(b, rk_btf_skip(b, id)).kind == RK_BTF_PTR;
}

/*
 * Type of the member that lies exactly at [off, off + size), 0 where none does. *shared: in a
 * union, where something else may be.
 */
static u32 member_at(const struct rk_btf *b, u32 id, s64 off, u8 size, bool *shared)
{
	*shared = false;
	for (u32 depth = 0; depth < 32; depth++) {
		struct rk_btf_type t = rk_btf_type(b, id = rk_btf_skip(b, id));
		u32 next = 0, count;
		s64 step;

		if (t.kind == RK_BTF_ARRAY) {
			rk_btf_array(&t, &next, &count);
			step = rk_btf_size(b, next);
			off = step > 0 ? off % step : 0;
			id = next;
			continue;
		}
		if (!is_aggregate(b, id))
			return off == 0 && rk_btf_size(b, id) == size ? id : 0;
		for (u32 i = 0; i < t.vlen && !next; i++) {
			struct rk_btf_member m = rk_btf_member(b, &t, i);
			s64 at = m.bit_offset / 8, bytes = rk_btf_size(b, m.type);

			if (m.bit_size || off < at || off + size > at + (bytes < 0 ? 0 : bytes))
				continue;
			if (t.kind == RK_BTF_UNION && i + 1 < t.vlen && !is_pointer(b, m.type) &&
				!is_aggregate(b, rk_btf_skip(b, m.type)))
				continue; /* a later member may say more */
			next = m.type;
			off -= at;
		}
		if (!next)
			return 0;
		*shared |= t.kind == RK_BTF_UNION && t.vlen > 1;
		id = next;
	}
	return 0;
}

/*
 * Members that point to something that lasts: as long as the trusted struct that they are read
 * from, or as long as the section of RCU. Linux's own lists (BTF_TYPE_SAFE_*).
 */
static const struct {
	const char *holder, *member;
	u8 flags;
} lasting[] = {
#define KLASTING(holder, member, degree, null)                                                     \
	{holder, member, RK_##degree | ((null) ? RK_NULLABLE : 0)},
#include "rk/klasting.def"
#undef KLASTING
};

/* The member of this name begins at off, itself or within something anonymous that does. */
static bool is_member(const struct rk_btf *b, u32 id, s64 off, const char *name)
{
	struct rk_btf_type t = rk_btf_type(b, id);

	for (u32 i = 0; is_aggregate(b, id) && i < t.vlen; i++) {
		struct rk_btf_member m = rk_btf_member(b, &t, i), in;
		struct rk_btf_type inner = rk_btf_type(b, rk_btf_skip(b, m.type));

		if (m.bit_offset != off * 8)
			continue;
		if (!strcmp(m.name, name))
			return true;
		if (m.name[0] || inner.kind != RK_BTF_UNION || !inner.vlen)
			continue;
		in = rk_btf_member(b, &inner, 0);
		if (!strcmp(in.name, name))
			return true;
	}
	return false;
}

static u8 lasts(const struct rk_btf *b, u32 holder, s64 off)
{
	const char *in = rk_btf_type(b, holder).name;

	for (size_t i = 0; i < RK_ARRAY_SIZE(lasting); i++)
		if (!strcmp(lasting[i].holder, in) && is_member(b, holder, off, lasting[i].member))
			return lasting[i].flags;
	return 0;
}

/* What cannot sleep is such a section as a whole. */
bool rk_in_rcu(const struct rk_an *a)
{
	for (u32 i = 0; i < a->s.n_held; i++)
		if (a->s.held[i].id == RK_HELD_RCU)
			return true;
	return !rk_may_sleep(a);
}

/* What a section keeps may be gone behind it, where a program goes on after it. */
u8 rk_walked(const struct rk_an *a)
{
	return rk_may_sleep(a) ? RK_WALKED | RK_SECTION : RK_WALKED;
}

/* What is known of a pointer in a struct that `base` points to. */
static u8 flags_of_member(const struct rk_an *a, const struct rk_reg *base, s64 off)
{
	const struct rk_btf *b = target(a);
	u8 flags = 0;
	u32 holder = base->obj;

	if (!(base->flags & (RK_TRUSTED | RK_RCU)))
		return base->flags & (RK_WALKED | RK_SECTION);
	for (u32 depth = 0; holder && !flags && depth < 32; depth++) {
		flags = lasts(b, holder, off);
		holder = enclosed(b, holder, &off);
	}
	if (flags & RK_TRUSTED && !(base->flags & RK_TRUSTED && !base->ref))
		flags = (u8)((flags & ~RK_TRUSTED) | RK_RCU);
	if (flags & RK_TRUSTED)
		return flags;
	return !rk_in_rcu(a) ? 0 : flags ? flags : rk_walked(a);
}

static void untrust(struct rk_reg *r, u32 id, bool flag)
{
	(void)id;
	(void)flag;
	if (r->kind == RK_T_ALLOC && r->flags & RK_RCU)
		*r = (struct rk_reg){.kind = RK_T_BROKEN,
			.flags = RK_GONE,
			.key = r->key,
			.size = r->size,
			.origin = r->origin};
	if (r->kind == RK_T_KERNEL && r->flags & RK_RCU) {
		r->flags &= (u8) ~(RK_RCU | RK_NULLABLE);
		r->id = 0;
	}
	if (r->kind == RK_T_KERNEL && r->flags & RK_SECTION)
		r->flags &= (u8) ~(RK_WALKED | RK_SECTION);
}

void rk_rcu_ended(struct rk_state *s)
{
	rk_state_each(s, untrust, 0, false);
}

/* A pointer to what is neither a struct nor a pointer: text, numbers, code, or untyped. */
static bool is_plain_pointer(const struct rk_btf *b, u32 id)
{
	struct rk_btf_type t = rk_btf_type(b, rk_btf_skip(b, id));

	return t.kind == RK_BTF_PTR && !pointee(b, id) && !is_pointer(b, t.size_or_type);
}

/*
 * Loads through what a pointer of the kernel's points to are probed, so that nothing needs to be
 * known of it; Linux has followed plain pointers in the same way since 6.17.
 */
struct rk_reg rk_kernel_load(
	struct rk_an *a, const struct rk_reg *base, s64 off, u8 size, bool sign)
{
	const struct rk_btf *b = target(a);
	struct rk_reg r;
	bool shared;
	u32 type;

	if (b && base->obj && size == 8 && base->v.smin == base->v.smax && off >= 0) {
		type = member_at(b, base->obj, off, size, &shared);
		if (type && is_pointer(b, type) && pointee(b, type)) {
			r = rk_kernel_ptr(a, pointee(b, type), flags_of_member(a, base, off));
			r.flags &= (u8) ~(shared ? RK_WALKED | RK_SECTION : 0);
			r.id = r.flags & RK_NULLABLE ? a->next_id++ : 0;
			return r;
		}
		if (type && is_plain_pointer(b, type))
			return rk_kernel_ptr(a, 0, 0);
	}
	return rk_reg_scalar(rk_val_bytes(size, sign), a->pc);
}

/* Tracepoint prototypes begin with the tracepoint's own private data. */
static u32 hidden_args(const struct rk_an *a)
{
	return a->p->hook.id == RK_HOOK_TP_BTF ? 1 : 0;
}

u32 rk_ctx_args_bytes(const struct rk_an *a)
{
	const struct rk_btf *b = target(a);
	struct rk_btf_type t;
	u32 n = 0;

	if (!b || !a->p->ctx_btf)
		return 12 * 8;
	t = rk_btf_type(b, a->p->ctx_btf);
	for (u32 i = hidden_args(a); i < t.vlen; i++)
		n += rk_btf_arg_bytes(b, &t, i);
	return n + (a->p->hook.id == RK_HOOK_FEXIT || a->p->hook.id == RK_HOOK_LSM ? 8 : 0);
}

static bool is_untyped(const struct rk_btf *b, u32 id)
{
	struct rk_btf_type t = rk_btf_type(b, rk_btf_skip(b, id));

	return t.kind == RK_BTF_PTR && !rk_btf_skip(b, t.size_or_type);
}

/*
 * The key or the value of the element that an iterator has come to: how large it is, is known when
 * it is attached to a map, and Linux compares that with what the program was seen to use.
 */
static struct rk_reg iter_memory(struct rk_an *a, const char *name)
{
	enum { MOST = 1 << 29 };
	struct rk_reg r = rk_reg_ptr(
		RK_T_LENT, strcmp(name, "value") ? MOST : MOST | RK_LENT_WRITABLE, 0, a->pc);

	r.flags = RK_NULLABLE;
	r.id = a->next_id++;
	return r;
}

/* These run while their object is being made, or freed (Linux's untrusted_lsm_hooks). */
static bool is_half_alive(const char *hook)
{
	static const char *const hooks[] = {"bpf_map_free", "bpf_prog_free", "file_alloc_security",
		"file_free_security", "sk_alloc_security", "sk_free_security", "task_free"};

	for (u32 i = 0; i < RK_ARRAY_SIZE(hooks); i++)
		if (!strcmp(hooks[i], hook))
			return true;
	return false;
}

/* A function may be called with anything, also in the middle of freeing it. */
static u8 flags_of_arg(const struct rk_an *a)
{
	switch (a->p->hook.id) {
	case RK_HOOK_FENTRY:
	case RK_HOOK_FEXIT: return RK_WALKED;
	case RK_HOOK_LSM: return is_half_alive(a->p->hook.device) ? RK_WALKED : RK_TRUSTED;
	default: return RK_TRUSTED;
	}
}

static bool ends_with(const char *name, const char *end)
{
	size_t n = strlen(name), k = strlen(end);

	return n > k && !strcmp(name + n - k, end);
}

/* An address of a process's, or an offset from each processor's memory: nothing to be read here. */
static bool is_elsewhere(const struct rk_btf *b, u32 id)
{
	struct rk_btf_type t = rk_btf_type(b, rk_btf_skip(b, id));

	t = rk_btf_type(b, t.size_or_type);
	return t.kind == RK_BTF_TYPE_TAG && (!strcmp(t.name, "user") || !strcmp(t.name, "percpu"));
}

/* An iterator's element is null in its last call, not so the map that it belongs to. */
static bool may_be_null(const struct rk_an *a, u32 arg, const char *name)
{
	if (a->p->hook.id == RK_HOOK_ITER)
		return arg > 0 && (strcmp(name, "map") || !strcmp(a->p->hook.device, "bpf_map"));
	return rk_quirk(a->p->quirks.null, arg) || ends_with(name, "__nullable");
}

struct rk_reg rk_ctx_arg(struct rk_an *a, s64 off)
{
	const struct rk_btf *b = target(a);
	struct rk_btf_type proto;
	struct rk_reg r;
	const char *name = "";
	u32 i, arg, type;

	if (!b || !a->p->ctx_btf)
		return rk_kernel_ptr(a, 0, 0); /* the target is given at load: loads are probed */
	proto = rk_btf_type(b, a->p->ctx_btf);
	i = rk_btf_arg_at(b, &proto, hidden_args(a), off);
	if (i == RK_NONE)
		return rk_reg_scalar(rk_val_any(), a->pc);
	arg = i - hidden_args(a);
	type = i < proto.vlen ? rk_btf_param(b, &proto, i, &name) : proto.size_or_type;
	if (a->p->hook.id == RK_HOOK_ITER && is_untyped(b, type))
		return iter_memory(a, name);
	if (!type || !pointee(b, type) || rk_quirk(a->p->quirks.error, arg))
		return rk_reg_scalar(rk_val_any(), a->pc);
	r = rk_kernel_ptr(a, pointee(b, type), is_elsewhere(b, type) ? 0 : flags_of_arg(a));
	if (may_be_null(a, arg, name)) {
		r.flags |= RK_NULLABLE;
		r.id = a->next_id++;
	}
	return r;
}

u32 rk_kernel_var(const struct rk_an *a, u32 var)
{
	const struct rk_btf *b = target(a);
	struct rk_btf_type t;
	u32 type;

	if (!b || var >= b->n)
		return 0;
	t = rk_btf_type(b, var);
	type = rk_btf_skip(b, t.kind == RK_BTF_VAR ? t.size_or_type : var);
	return is_aggregate(b, type) ? type : 0;
}
