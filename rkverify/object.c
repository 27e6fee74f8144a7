// SPDX-License-Identifier: MIT
/*
 * Objects of the kernel's on the program's stack: iterators, dynptrs, saved interrupt flags. Each
 * of their 8-byte slots is a stored value of kind OBJECT, which no load gives back and no store may
 * touch: only functions of their own use them, at the place where they were made. What is lent out
 * of one carries its reference and ends with it.
 *
 * An iterator's first slot counts: at most so many elements are still to come. The count falls when
 * an element turns out not to be null, which is how loops over iterators are proved to end.
 */
#include <string.h>
#include "call.h"
#include "packet.h"

enum lasting { ITERATOR, RCU, NEXT };
enum { MOST_ELEMENTS = 1 << 22 }; /* tasks (Linux's own limit), cgroups, areas of memory, caches */

static const struct object_type {
	const char *name; /* of the functions, without their verb; for messages too */
	u8 slots;
	bool typed; /* elements are kernel objects, `btf` of the row of _next */
	u32 most;
	u8 lasts; /* how long elements do */
} types[] = {
#define KTHING(type, name, slots, typed, most, lasts)                                              \
	[RK_OBJ_##type] = {name, slots, typed, most, lasts},
#include "rk/kthing.def"
#undef KTHING
};

/* The type whose function this row is; the verb is behind the last underscore. */
static u32 type_of_row(const struct rk_helper_row *row)
{
	size_t n = (size_t)(strrchr(row->name, '_') - row->name);

	for (u32 t = RK_OBJ_IRQ_FLAGS; t < RK_ARRAY_SIZE(types); t++)
		if (strlen(types[t].name) == n && !strncmp(types[t].name, row->name, n))
			return t;
	return RK_OBJ_DYNPTR;
}

const char *rk_object_name(u32 obj)
{
	return types[RK_OBJ_TYPE(obj)].name;
}

static bool stored_at(const struct rk_an *a, u32 frame, s64 off, struct rk_reg *r)
{
	return rk_spill_find(&a->s, frame, off, 8, r) && r->kind == RK_T_OBJECT &&
	       !(r->obj & RK_OBJ_LENT) &&
	       r->key == RK_KEY_STACK + frame * RK_FRAME_BYTES + RK_FRAME_BYTES + off;
}

static bool is_held(const struct rk_state *s, u32 ref)
{
	for (u32 i = 0; ref && i < s->n_held; i++)
		if (s->held[i].id == ref)
			return true;
	return false;
}

/* ---- arguments ---- */

static bool bad_place(struct rk_an *a, u32 reg, const char *what)
{
	const struct rk_reg r = rk_reg_get(&a->s, reg);

	rk_fail(a, RK_DIAG_BAD_RELEASE, "argument %u (r%u) is %s; %s", reg, reg,
		rk_kind_name(a, &r), what);
	rk_note_path(a);
	return false;
}

static bool on_stack(struct rk_an *a, u32 reg, u32 slots)
{
	const struct rk_reg arg = rk_reg_get(&a->s, reg), *r = &arg;

	return r->kind == RK_T_STACK && r->v.smin == r->v.smax && r->v.smin % 8 == 0 &&
	       r->v.smin >= -RK_FRAME_BYTES && r->v.smin <= -8 * (s64)slots;
}

/* Room for a new one: whatever is there ends, but nothing that must be given back. */
static bool arg_new(struct rk_an *a, struct rk_call *c, u32 reg, u32 flags)
{
	u32 type = type_of_row(c->row);
	const struct rk_reg arg = rk_reg_get(&a->s, reg), *r = &arg;
	struct rk_access x = {.region = RK_REGION_STACK, .obj = r->obj};
	struct rk_reg old;

	if (!on_stack(a, reg, types[type].slots))
		return bad_place(a, reg, "it must be aligned bytes of the stack with room for it");
	x.lo = x.hi = r->v.smin;
	x.size = 8 * types[type].slots;
	if (!rk_check_caller_stack(a, &x) || !rk_check_object_write(a, &x) ||
		!rk_check_iter_write(a, &x))
		return false;
	if (type != RK_OBJ_DYNPTR && stored_at(a, r->obj, x.lo, &old))
		return bad_place(a, reg, "there is one already");
	/* A clone is copied from what may be half overwritten by then. */
	if (c->used.kind == RK_T_OBJECT && c->used_frame == r->obj && c->used_off != x.lo &&
		c->used_off < x.lo + x.size && x.lo < c->used_off + x.size)
		return bad_place(a, reg, "it overlaps the one that is read");
	rk_note_stack(a, x.obj, x.lo);
	c->made = (struct rk_made){.frame = r->obj, .off = r->v.smin, .obj = type | flags};
	return true;
}

static bool arg_lent(struct rk_an *a, struct rk_call *c, u32 reg, u32 type)
{
	const struct rk_reg arg = rk_reg_get(&a->s, reg), *r = &arg;

	if (r->v.umax != 0 || RK_OBJ_TYPE(r->obj) != type || r->flags & RK_NULLABLE)
		return bad_place(a, reg, "it must be passed as it was given");
	c->used = *r;
	c->packet |= reg == 1 && r->obj & RK_OBJ_PACKET;
	return true;
}

/* One that was made, whole. */
static bool arg_used(struct rk_an *a, struct rk_call *c, u32 reg)
{
	u32 type = type_of_row(c->row);
	const struct rk_reg arg = rk_reg_get(&a->s, reg), *r = &arg;
	struct rk_reg slot;

	if (r->kind == RK_T_OBJECT)
		return arg_lent(a, c, reg, type);
	if (!on_stack(a, reg, types[type].slots))
		return bad_place(a, reg, "it must be where it was made, on the stack");
	for (u32 i = 0; i < types[type].slots; i++) {
		if (!stored_at(a, r->obj, r->v.smin + 8 * i, &slot) ||
			RK_OBJ_TYPE(slot.obj) != type || RK_OBJ_SLOT(slot.obj) != i ||
			(i && slot.ref != c->used.ref))
			return bad_place(a, reg, "none was made there, or it was ended");
		if (!i)
			c->used = slot;
	}
	c->packet |= reg == 1 && c->used.obj & RK_OBJ_PACKET;
	c->used_frame = r->obj;
	c->used_off = r->v.smin;
	return true;
}

static bool arg_end(struct rk_an *a, struct rk_call *c, u32 reg)
{
	if (!arg_used(a, c, reg))
		return false;
	if (!is_held(&a->s, c->used.ref))
		return bad_place(a, reg, "there is nothing to give back");
	c->ends = true;
	c->release = c->used.ref;
	return rk_check_release(a, c->used.ref);
}

/* Interrupts come back in the reverse order. */
static bool irq_restore(struct rk_an *a, struct rk_call *c, u32 reg)
{
	const struct rk_insn *insns = a->p->insns;

	if (!arg_end(a, c, reg))
		return false;
	for (u32 i = a->s.n_held; i--;) {
		const struct rk_held *h = &a->s.held[i];

		if (h->id == c->used.ref)
			return true;
		if (!rk_held_is_named(h) && insns[h->insn].kind == RK_INSN_CALL &&
			insns[h->insn].ref == insns[c->used.origin].ref)
			return bad_place(a, reg, "interrupts that were stopped later come first");
	}
	return true;
}

/* Tasks and cgroups are found by walking lists that a section of RCU keeps. */
static bool may_iterate(struct rk_an *a, u32 type)
{
	u8 hook = a->hook ? a->hook->id : RK_HOOK_NONE;

	if (types[type].lasts == RCU && !rk_in_rcu(a))
		return rk_fail(a, RK_DIAG_CONTEXT,
			"%s is only for sections of bpf_rcu_read_lock, and this is none",
			types[type].name);
	if (type == RK_OBJ_ITER_CSS_TASK && hook != RK_HOOK_LSM && hook != RK_HOOK_ITER &&
		!rk_may_sleep(a))
		return rk_fail(a, RK_DIAG_CONTEXT,
			"%s is only for programs that may sleep, iterators and security hooks",
			types[type].name);
	return true;
}

/* What walks such a list does not outlive the section in which it began, in none that follows. */
bool rk_check_section_iterators(struct rk_an *a)
{
	for (u32 i = 0; i < a->s.n_held; i++) {
		const struct rk_held *h = &a->s.held[i];
		const struct rk_insn *in = &a->p->insns[h->insn];
		const struct rk_helper_row *row =
			in->kind == RK_INSN_CALL ? rk_helper_row(in->ref) : NULL;
		u32 type = row && row->args[0] == RK_ARG_ITER_NEW ? type_of_row(row) : 0;

		if (rk_held_is_named(h) || (type != RK_OBJ_ITER_TASK && type != RK_OBJ_ITER_CSS))
			continue;
		rk_fail(a, RK_DIAG_CONTEXT,
			"a section of bpf_rcu_read_lock ends before the %s in it",
			types[type].name);
		rk_because(a, h->insn, "it was made here");
		rk_note_path(a);
		return false;
	}
	return true;
}

static u32 new_flags(const struct rk_helper_row *row, u8 kind)
{
	if (kind != RK_ARG_DYNPTR_NEW)
		return RK_OBJ_OWNED;
	if (row->maps)
		return RK_OBJ_OWNED | RK_OBJ_RECORD;
	return row->args[0] == RK_ARG_CTX || row->args[0] == RK_ARG_SKB_OR_CTX ? RK_OBJ_PACKET : 0;
}

static bool arg_iter(struct rk_an *a, struct rk_call *c, u32 reg)
{
	if (!may_iterate(a, type_of_row(c->row)) || !arg_used(a, c, reg))
		return false;
	return !rk_in_callback(a, c->used_frame) ||
	       bad_place(a, reg, "a callback does not move its caller's iterators");
}

bool rk_arg_on_stack(struct rk_an *a, struct rk_call *c, u32 reg)
{
	u8 kind = c->row->args[reg - 1];

	switch (kind) {
	case RK_ARG_ITER_NEW:
	case RK_ARG_IRQ_NEW:
	case RK_ARG_DYNPTR_NEW:
		return may_iterate(a, type_of_row(c->row)) &&
		       arg_new(a, c, reg, new_flags(c->row, kind));
	case RK_ARG_ITER: return arg_iter(a, c, reg);
	case RK_ARG_DYNPTR_OR_NULL: {
		const struct rk_reg r = rk_reg_get(&a->s, reg);

		return rk_arg_is_null(&r) || arg_used(a, c, reg);
	}
	case RK_ARG_DYNPTR: return arg_used(a, c, reg);
	case RK_ARG_ITER_END:
	case RK_ARG_DYNPTR_END: return arg_end(a, c, reg);
	case RK_ARG_IRQ_END: return irq_restore(a, c, reg);
	default: return rk_arg_kptr(a, c, reg);
	}
}

/* ---- effects ---- */

static void end_at(struct rk_an *a, u32 frame, s64 off, u32 obj)
{
	u32 slots = types[RK_OBJ_TYPE(obj)].slots;

	for (u32 i = 0; i < slots; i++)
		rk_spill_clear(&a->s, frame, off + 8 * i, 8);
}

static void end_stored(struct rk_reg *r, u32 ref, bool unused)
{
	(void)unused;
	if (r->kind == RK_T_OBJECT && r->ref == ref)
		*r = rk_reg_scalar(rk_val_any(), r->origin);
}

/* Every copy of what was given back ends, and what was lent out of it. */
static void end_all(struct rk_an *a, u32 ref)
{
	rk_state_each(&a->s, end_stored, ref, false);
}

static bool make(struct rk_an *a, const struct rk_call *c)
{
	const struct rk_made *m = &c->made;
	u32 obj = m->obj, type = RK_OBJ_TYPE(obj);
	bool shares = c->used.kind == RK_T_OBJECT && is_held(&a->s, c->used.ref);
	struct rk_reg r = {.kind = RK_T_OBJECT, .origin = a->pc};

	obj |= c->used.kind == RK_T_OBJECT ? c->used.obj & (RK_OBJ_PACKET | RK_OBJ_RECORD) : 0;
	a->objects = true;
	r.ref = shares ? c->used.ref : a->next_id++;
	for (u32 i = 0; i < types[type].slots; i++) {
		r.v = rk_val_urange(0, i ? 0 : types[type].most);
		r.obj = obj | i << RK_OBJ_SLOT_SHIFT;
		rk_spill_put(&a->s, m->frame, m->off + 8 * i, 8, &r);
	}
	return !(obj & RK_OBJ_OWNED) || rk_call_hold(a, r.ref);
}

static void end_packet(struct rk_reg *r, u32 id, bool unused)
{
	(void)id;
	(void)unused;
	if (rk_kind_is_packet(r->kind) || (r->kind == RK_T_LENT && r->obj & RK_LENT_PACKET))
		*r = (struct rk_reg){.kind = RK_T_BROKEN,
			.flags = RK_GONE,
			.obj = RK_BROKEN_MOVED,
			.key = r->key,
			.size = r->size,
			.origin = r->origin};
}

void rk_packets_moved(struct rk_state *s)
{
	rk_state_each(s, end_packet, 0, false);
}

/* Does it write to what its first argument names? */
bool rk_writes_dynptr(u32 id)
{
	switch (id) {
	case 202:     /* dynptr_write */
	case 0x2005b: /* dynptr_copy, dynptr_memset */
	case 0x2005c:
	case 0x20061: /* probe_read_..._dynptr */
	case 0x20062:
	case 0x20063:
	case 0x20064:
	case 0x20065: /* copy_from_user_..._dynptr */
	case 0x20066:
	case 0x20067:
	case 0x20068: return true;
	default: return false;
	}
}

bool rk_object_effects(struct rk_an *a, struct rk_call *c)
{
	/* Writing to a packet may move it. */
	/* A packet at the driver is written where it lies. */
	if (c->packet && rk_writes_dynptr(c->row->id) && a->hook->id != RK_HOOK_XDP)
		rk_packets_moved(&a->s);
	if (c->ends) {
		end_all(a, c->used.ref);
		end_at(a, c->used_frame, c->used_off, c->used.obj);
	}
	if (!c->made.obj)
		return true;
	rk_object_overwritten(
		a, c->made.frame, c->made.off, 8 * types[RK_OBJ_TYPE(c->made.obj)].slots);
	return make(a, c);
}

static void end_element(struct rk_reg *r, u32 ref, bool unused)
{
	(void)unused;
	if (r->kind == RK_T_KERNEL && r->flags & RK_BORROWED && r->ref == ref)
		*r = (struct rk_reg){.kind = RK_T_BROKEN, .flags = RK_GONE, .origin = r->origin};
}

/* The next element, or null, which the iterator's first slot waits for. */
void rk_object_next(struct rk_an *a, const struct rk_call *c, struct rk_reg *r)
{
	struct rk_reg slot = c->used;
	u32 type = RK_OBJ_TYPE(slot.obj);

	if (types[type].lasts == NEXT)
		rk_state_each(&a->s, end_element, slot.ref, false);
	if (types[type].typed)
		*r = rk_kernel_ptr(a, rk_target_struct(a, c->row->btf), 0);
	else
		*r = rk_reg_ptr(RK_T_LENT, 4, 0, a->pc);
	if (types[type].lasts == RCU)
		r->flags = RK_RCU;
	else if (types[type].typed)
		r->flags = RK_TRUSTED;
	if (!(r->flags & RK_RCU)) {
		r->ref = slot.ref;
		r->flags |= RK_BORROWED;
	}
	r->flags |= RK_NULLABLE;
	r->id = slot.id = a->next_id++;
	rk_spill_put(&a->s, c->used_frame, c->used_off, 8, &slot);
}

/* Memory of a dynptr: as long as that lives. */
void rk_object_slice(struct rk_an *a, const struct rk_call *c, bool writable, struct rk_reg *r)
{
	u32 obj = (u32)c->const_size | (writable ? RK_LENT_WRITABLE : 0);

	if (c->used.obj & RK_OBJ_PACKET)
		obj |= RK_LENT_PACKET;
	*r = rk_reg_ptr(RK_T_LENT, obj, 0, a->pc);
	r->flags = RK_NULLABLE | RK_BORROWED;
	r->id = a->next_id++;
	r->ref = c->used.ref;
}

/* The element that was waited for has come: one less is to come. It is counted once. */
void rk_object_counts(struct rk_reg *r, bool null)
{
	struct rk_val one = rk_val_const(1);
	struct rk_reg was = *r;

	r->id = 0;
	if (null || !r->v.umax)
		return;
	was.v = rk_val_urange(r->v.umin ? r->v.umin : 1, r->v.umax);
	r->v = rk_val_alu(RK_ALU_SUB, 8, false, &was.v, &one);
	rk_delta_add(r, &was, &one, 8, true);
}

/*
 * may_goto: Linux adds a count to the function's frame, so does this. The jump may be taken at any
 * time, and is when the count is 0; it ranks the loop like an iterator's.
 */
bool rk_counts(const struct rk_insn *in)
{
	const struct rk_helper_row *row = in->kind == RK_INSN_CALL ? rk_helper_row(in->ref) : NULL;

	return in->kind == RK_INSN_MAY_GOTO || (row && row->ret == RK_RET_NEXT_OR_NULL);
}

static bool uses_may_goto(const struct rk_an *a, u32 func)
{
	const struct rk_func *f = &a->p->funcs[func];

	for (u32 i = f->start; i < f->end; i++)
		if (a->p->insns[i].kind == RK_INSN_MAY_GOTO)
			return true;
	return false;
}

void rk_may_goto_begin(const struct rk_an *a, struct rk_state *s)
{
	struct rk_reg r = {.kind = RK_T_OBJECT, .obj = RK_OBJ_MAY_GOTO};

	if (!a->may_goto || !uses_may_goto(a, s->frame[s->depth].func))
		return;
	r.v = rk_val_urange(0, types[RK_OBJ_MAY_GOTO].most);
	rk_spill_put(s, s->depth, -RK_FRAME_BYTES, 8, &r);
}

bool rk_may_goto_count(struct rk_an *a, bool ask)
{
	struct rk_reg r;

	if (!stored_at(a, a->s.depth, -RK_FRAME_BYTES, &r) || RK_OBJ_TYPE(r.obj) != RK_OBJ_MAY_GOTO)
		return rk_fail(a, RK_DIAG_STACK_LIMIT,
			"may_goto counts in the last 8 bytes of the frame, which the program uses");
	if (ask)
		return true;
	rk_object_counts(&r, false);
	rk_spill_put(&a->s, a->s.depth, -RK_FRAME_BYTES, 8, &r);
	return true;
}

/* ---- accesses of the stack by anything else ---- */

static bool touched(struct rk_an *a, const struct rk_access *x, struct rk_reg *r)
{
	s64 end = x->hi + x->size;

	if (!a->objects && !a->may_goto)
		return false;
	for (s64 at = x->lo; at < end; at++) {
		if (!rk_spill_find_ptr(&a->s, x->obj, at, end - at, r))
			return false;
		if (r->kind == RK_T_OBJECT && !(r->obj & RK_OBJ_LENT))
			return true;
		at = (s64)r->key + r->size - 1 - RK_KEY_STACK - RK_FRAME_BYTES -
		     (s64)x->obj * RK_FRAME_BYTES;
	}
	return false;
}

bool rk_check_object_read(struct rk_an *a, const struct rk_access *x)
{
	struct rk_reg r;

	if (!touched(a, x, &r))
		return true;
	rk_fail(a, RK_DIAG_SPILL_BROKEN, "this may read %s on the stack, which is the kernel's",
		rk_kind_name(a, &r));
	rk_because(a, r.origin, "it was made here");
	return false;
}

/* What need not be given back may be overwritten where the place is known, and ends. */
bool rk_check_object_write(struct rk_an *a, const struct rk_access *x)
{
	struct rk_reg r;

	return !touched(a, x, &r) ||
	       (x->lo == x->hi && !is_held(&a->s, r.ref) && !rk_in_callback(a, x->obj)) ||
	       rk_check_object_out(a, x);
}

/* A helper writes to none: it may be the one that it was given as well. */
bool rk_check_object_out(struct rk_an *a, const struct rk_access *x)
{
	struct rk_reg r;

	if (!touched(a, x, &r))
		return true;
	rk_fail(a, RK_DIAG_SPILL_BROKEN, "this may write to %s on the stack", rk_kind_name(a, &r));
	rk_because(a, r.origin, "it was made here");
	return false;
}

/* Bytes [off, off + size) change or are gone: dynptrs in them end whole. */
void rk_object_overwritten(struct rk_an *a, u32 frame, s64 off, s64 size)
{
	struct rk_access x = {.obj = frame, .lo = off, .hi = off, .size = size};
	struct rk_reg r;

	while (touched(a, &x, &r)) {
		s64 at = (s64)r.key - RK_KEY_STACK - RK_FRAME_BYTES - (s64)frame * RK_FRAME_BYTES;
		bool owned = is_held(&a->s, r.ref);

		end_at(a, frame, at - 8 * (s64)RK_OBJ_SLOT(r.obj), r.obj);
		if (!owned) {
			end_all(a, r.ref);
			rk_state_release(&a->s, r.ref);
		}
	}
}
