// SPDX-License-Identifier: MIT
/*
 * Objects of the kernel: handles at addresses of their own, of a struct of the target's BTF where
 * it is known, lent or held. Programs read from them what their type has, give back what they hold,
 * once, and hand no object to a helper that takes another type.
 */
#include <string.h>
#include "world.h"

static const struct kind {
	u8 kind;
	bool held;
	const char *name;
} kinds[] = {
#define KOBJECT(kind, held, name, need) {RK_ARG_##kind, held, name},
#include "rk/kobject.def"
#undef KOBJECT
};

static const struct kind *kind_of(u8 kind)
{
	for (u32 i = 0; i < RK_ARRAY_SIZE(kinds); i++)
		if (kinds[i].kind == kind)
			return &kinds[i];
	return NULL;
}

static const struct rk_btf *target(const struct world *w)
{
	return w->p->obj ? w->p->obj->target : NULL;
}

static u64 address_of(const struct world *w, u32 i)
{
	return (u64)(uintptr_t)w->kernel + (u64)i * WORLD_OBJECT;
}

/* The object that the address is in; NULL: it is no address of objects. */
static struct world_object *object_at(struct world *w, u64 address, s64 *off)
{
	u64 at = address - (u64)(uintptr_t)w->kernel;

	*off = (s64)(at % WORLD_OBJECT);
	return at < (u64)WORLD_OBJECTS * WORLD_OBJECT ? &w->objects[at / WORLD_OBJECT] : NULL;
}

static bool same_name(const char *x, const char *y)
{
	return x == y || (x && y && !strcmp(x, y));
}

/* What is held is always another one; what is lent may be the same twice. */
u64 world_object_new(struct world *w, u64 pick, const char *name, u32 type, u8 state, u32 owner)
{
	const struct rk_btf *b = target(w);

	if (!type && name && b)
		type = rk_btf_find(b, name, RK_BTF_STRUCT, 0);
	for (u32 k = 0; k < WORLD_OBJECTS; k++) {
		u32 i = (u32)((pick + k) % WORLD_OBJECTS);
		struct world_object *o = &w->objects[i];

		if (o->state == OBJECT_NONE) {
			*o = (struct world_object){type, name, state, owner};
			return address_of(w, i);
		}
		if (o->state == state && state != OBJECT_HELD && o->owner == owner &&
			same_name(o->name, name))
			return address_of(w, i);
	}
	w->diverged = true;
	return 0;
}

u64 world_object_any(struct world *w, u64 pick)
{
	struct world_object *o = &w->objects[pick % WORLD_OBJECTS];

	if (o->state == OBJECT_LENT)
		return address_of(w, (u32)(pick % WORLD_OBJECTS));
	return world_object_new(w, pick, NULL, 0, OBJECT_LENT, 0);
}

/* Whatever is there, nobody vouches for it. */
u64 world_object_cast(struct world *w, u32 type)
{
	const struct rk_btf *b = target(w);
	const char *name = b && type < b->n ? rk_btf_type(b, type).name : "";

	return world_object_new(w, type, name, type, OBJECT_READABLE, 0);
}

void world_objects_ended(struct world *w, u32 owner)
{
	for (u32 i = 0; i < WORLD_OBJECTS; i++)
		if (w->objects[i].state == OBJECT_LENT && w->objects[i].owner == owner)
			w->objects[i].state = OBJECT_GONE;
}

u64 world_variable(void *data, u32 ref)
{
	struct world *w = data;

	/* Without a type it is a number to the program, like any other that it knows. */
	return ref ? world_object_new(w, ref, "", 0, OBJECT_VARIABLE, 0) : 0xffffffff81000000u;
}

/* ---- types ---- */

/* Does a struct of this name begin at the offset? Unknown is not contradicted. */
static bool may_be(const struct rk_btf *b, const struct world_object *o, s64 off, const char *name)
{
	u32 id = o->type;

	if (!o->name || (!off && !strcmp(o->name, name)))
		return true;
	for (u32 depth = 0; b && id && depth < 32; depth++) {
		if (!off && !strcmp(rk_btf_type(b, id).name, name))
			return true;
		id = world_enclosed(b, id, &off);
	}
	return false;
}

/* The struct that an argument of a typed hook points to, by its offset; 0: none, or not known. */
static u32 argument_type(const struct world *w, s64 off)
{
	const struct rk_btf *b = target(w);
	struct rk_btf_type proto;
	const char *name;
	u32 arg;

	if (!b || !w->p->ctx_btf || !w->hook || w->hook->ctx_kind != RK_CTX_BTF_ARGS)
		return 0;
	proto = rk_btf_type(b, w->p->ctx_btf);
	arg = w->p->hook.id == RK_HOOK_TP_BTF; /* its own private data comes first */
	arg = rk_btf_arg_at(b, &proto, arg, off);
	if (arg == ~0u)
		return 0;
	return world_pointee(
		b, arg < proto.vlen ? rk_btf_param(b, &proto, arg, &name) : proto.size_or_type);
}

/* The key or value of an element that an iterator of a map's elements has come to. */
static bool is_element(const struct world *w, u32 arg, bool *write)
{
	const struct rk_btf *b = target(w);
	struct rk_btf_type proto, t;
	const char *name;

	if (w->p->hook.id != RK_HOOK_ITER || !b || !w->p->ctx_btf)
		return false;
	proto = rk_btf_type(b, w->p->ctx_btf);
	if (arg >= proto.vlen)
		return false;
	t = rk_btf_type(b, rk_btf_skip(b, rk_btf_param(b, &proto, arg, &name)));
	*write = !strcmp(name, "value");
	return t.kind == RK_BTF_PTR && !rk_btf_skip(b, t.size_or_type);
}

/* A function may be called with what is about to be freed. */
static u8 argument_state(const struct world *w)
{
	return w->p->hook.id == RK_HOOK_FENTRY || w->p->hook.id == RK_HOOK_FEXIT ? OBJECT_WEAK
										 : OBJECT_LENT;
}

bool world_is_part_of_object(const struct world *w, u64 address, u64 size)
{
	u64 at = address - (u64)(uintptr_t)w->context;

	return size < 8 && at < 8 * 32 && world_region_of(w, address) == 0 &&
	       argument_type(w, (s64)(at & ~7ull));
}

u64 world_context_object(struct world *w, s64 off, u64 v, bool *is)
{
	const struct rk_btf *b = target(w);
	u32 type = argument_type(w, off), arg = (u32)(off / 8);
	bool write;

	*is = type != 0;
	if (!type && is_element(w, arg, &write)) {
		*is = true;
		return v & 1 ? (u64)(uintptr_t)world_lend(w, WORLD_GUARD, RK_ASKED_RECORD, 0, write)
			     : 0;
	}
	if (!type)
		return v;
	if (!(v & 1) &&
		((w->p->hook.id == RK_HOOK_ITER && arg) || rk_quirk(w->p->quirks.null, arg)))
		return 0;
	return world_object_new(w, v >> 1, rk_btf_type(b, type).name, type, argument_state(w), 0);
}

static bool in_rcu(const struct world *w)
{
	return !w->p->hook.sleepable || world_held(w, HOLD_RCU, 0) != WORLD_NONE;
}

static bool is_lent(u8 state)
{
	return state == OBJECT_LENT || state == OBJECT_WEAK;
}

/* Who vouches for what a member points to, by who does for its struct. */
static u8 member_state(const struct world *w, const struct world_object *o, u8 lasting)
{
	switch (o->state) {
	case OBJECT_LENT:
	case OBJECT_HELD:
		if (lasting & WORLD_KEPT_TRUSTED && o->state == OBJECT_LENT)
			return OBJECT_LENT;
		return !in_rcu(w) ? OBJECT_READABLE : lasting ? OBJECT_LENT : OBJECT_WEAK;
	case OBJECT_WEAK: return OBJECT_WEAK;
	default: return OBJECT_READABLE;
	}
}

u64 world_member_object(struct world *w, u64 address, u64 v, bool *is)
{
	const struct rk_btf *b = target(w);
	s64 off;
	const struct world_object *o = object_at(w, address, &off);
	u32 type = b && o && o->type ? world_member(b, o->type, off) : 0;
	u8 lasting, state;
	u32 owner;

	*is = type || (b && o && o->type && world_member_points(b, o->type, off));
	if (!type) /* what it points to may be read, and no more is known of it */
		return *is ? world_object_new(w, v >> 1, NULL, 0, OBJECT_READABLE, 0) : v;
	lasting = world_lasting(b, o->type, off);
	if (lasting & WORLD_NULLABLE && !(v & 1))
		return 0;
	state = member_state(w, o, lasting);
	owner = lasting & WORLD_KEPT_TRUSTED ? o->owner : WORLD_RCU;
	return world_object_new(
		w, v >> 1, rk_btf_type(b, type).name, type, state, is_lent(state) ? owner : 0);
}

/* What lasted as long as the section is only good to be read from. */
void world_rcu_ended(struct world *w)
{
	for (u32 i = 0; i < WORLD_OBJECTS; i++)
		if (is_lent(w->objects[i].state) && w->objects[i].owner == WORLD_RCU)
			w->objects[i].state = OBJECT_READABLE;
}

/* ---- accesses and arguments ---- */

bool world_object_is_memory(struct world *w, u64 address, u64 size)
{
	const struct rk_btf *b = target(w);
	s64 off;
	const struct world_object *o = object_at(w, address, &off);

	return b && o && o->type && (o->state == OBJECT_LENT || o->state == OBJECT_HELD) &&
	       off + (s64)size <= world_member_end(b, o->type, off);
}

/* Of what the kernel gave, a program writes little; elsewhere the interpreter is asked. */
bool world_object_write(struct world *w, u64 address, u64 size)
{
	s64 off;
	const struct world_object *o = object_at(w, address, &off);

	return !o ||
	       (o->state != OBJECT_GONE && o->type && target(w) &&
		       rk_kernel_writable(target(w), o->type, off, (s64)size)) ||
	       world_fault(w, "writes memory that it may not");
}

bool world_object_read(struct world *w, u64 address, u64 size)
{
	const struct rk_btf *b = target(w);
	s64 off;
	const struct world_object *o = object_at(w, address, &off);

	if (!o)
		return true;
	if (o->state == OBJECT_NONE)
		return world_fault(w, "reads memory that is not the program's");
	if (o->state == OBJECT_GONE)
		return world_fault(w, "reads a kernel object that it gave back");
	return !b || !o->type || world_open_ended(b, o->type) ||
	       off + (s64)size <= rk_btf_size(b, o->type) ||
	       world_fault(w, "reads beyond an object of the kernel");
}

static bool is_map_handle(const struct world *w, u64 v)
{
	for (u32 i = 0; i < w->n_maps; i++)
		if (v == (u64)(uintptr_t)&w->maps[i].handle)
			return true;
	return false;
}

static bool instead(const struct world *w, u8 kind, u64 v)
{
	const struct rk_helper_row *row = rk_helper_row(w->helper);

	if (!v && row && row->maps & RK_MAPS_STORAGE)
		return true;
	switch (kind) {
	case RK_ARG_TASK_OR_NULL: return !v;
	case RK_ARG_SKB_OR_CTX: return v == (u64)(uintptr_t)w->context;
	case RK_ARG_MAP_OBJECT: return is_map_handle(w, v);
	default: return false;
	}
}

static bool check_held(struct world *w, const struct world_object *o, u64 v)
{
	if (o->state == OBJECT_GONE)
		return world_fault(w, "gives back a kernel object that it gave back before");
	return (o->state == OBJECT_HELD && world_held(w, HOLD_OBJECT, v) != WORLD_NONE) ||
	       world_fault(w, "gives back a kernel object that it does not hold");
}

static bool check_variable(struct world *w, const struct world_object *o, s64 off)
{
	return (o && o->state == OBJECT_VARIABLE && !off) ||
	       world_fault(w, "gives a helper something that is no variable of the kernel");
}

bool world_object_arg(struct world *w, u8 kind, u64 v, bool *is)
{
	const struct kind *k = kind_of(kind);
	s64 off;
	const struct world_object *o = object_at(w, v, &off);

	*is = k || kind == RK_ARG_PERCPU;
	if (kind == RK_ARG_PERCPU)
		return check_variable(w, o, off);
	if (!k || instead(w, kind, v))
		return true;
	if (!o || o->state == OBJECT_NONE || o->state == OBJECT_READABLE)
		return world_fault(
			w, "makes a helper follow an address that the kernel did not give");
	if (!may_be(target(w), o, off, k->name))
		return world_fault(w, "gives a helper a kernel object of another type");
	if (kind == RK_ARG_TASK_TRUSTED && o->owner == WORLD_RCU)
		return world_fault(w, "gives away what only a section of RCU keeps");
	if (o->state == OBJECT_WEAK && w->helper >= RK_KFUNCS)
		return world_fault(w, "gives away what may be about to be freed");
	if (k->held)
		return check_held(w, o, v);
	return o->state != OBJECT_GONE ||
	       world_fault(w, "gives a helper a kernel object that it gave back");
}

bool world_object_is_held(struct world *w, u64 v, const char *name)
{
	s64 off;
	const struct world_object *o = object_at(w, v, &off);

	return o && !off && o->state == OBJECT_HELD && may_be(target(w), o, off, name);
}

bool world_object_release(struct world *w, u8 kind, u64 v)
{
	const struct kind *k = kind_of(kind);
	s64 off;
	struct world_object *o = object_at(w, v, &off);

	if (!k || !k->held || !o)
		return true;
	if (!world_give_back(w, HOLD_OBJECT, v, "gives back a kernel object that it does not hold"))
		return false;
	o->state = OBJECT_GONE;
	return true;
}
