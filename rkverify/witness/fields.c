// SPDX-License-Identifier: MIT
/*
 * Parts of values that are the kernel's: locks, timers, kernel pointers. No program touches their
 * bytes; of kernel pointers it may load all eight, and exchange what they hold for something of the
 * same struct. Memory that programs allocate may have such parts, too.
 */
#include <string.h>
#include "world.h"

enum { PARTS = 64 };

struct part {
	u32 type;
	s64 at;
};

struct walk {
	const struct rk_btf *b;
	s64 lo, end; /* bytes asked about */
	struct part parts[PARTS];
	u32 n;
};

static void push(struct walk *w, u32 type, s64 at)
{
	s64 size = rk_btf_size(w->b, type);

	if (w->n < PARTS && at < w->end && at + size > w->lo)
		w->parts[w->n++] = (struct part){rk_btf_skip(w->b, type), at};
}

static void push_parts(struct walk *w, struct part p)
{
	struct rk_btf_type t = rk_btf_type(w->b, p.type);
	u32 elem, count = 0;
	s64 size;

	for (u32 i = 0; (t.kind == RK_BTF_STRUCT || t.kind == RK_BTF_UNION) && i < t.vlen; i++) {
		struct rk_btf_member m = rk_btf_member(w->b, &t, i);

		push(w, m.type, p.at + m.bit_offset / 8);
	}
	if (t.kind != RK_BTF_ARRAY)
		return;
	rk_btf_array(&t, &elem, &count);
	size = rk_btf_size(w->b, elem);
	for (s64 i = size > 0 && w->lo > p.at ? (w->lo - p.at) / size : 0;
		size > 0 && i < count && p.at + i * size < w->end; i++)
		push(w, elem, p.at + i * size);
}

static void begin(struct walk *w, const struct world_region *r)
{
	const struct rk_map_def *m = r->def;

	if (r->type)
		push(w, r->type, 0);
	for (u32 i = 0; m && i < m->n_vars; i++)
		push(w, m->vars[i].type, m->vars[i].off);
	if (m && m->value_btf && m->value_btf < w->b->n)
		push(w, m->value_btf, 0);
}

/* The first of them in these bytes of a region. */
static bool find(const struct world *w, u64 address, u64 size, struct world_field *out)
{
	u32 i = world_region_of(w, address);
	struct walk k;

	if (i == WORLD_NONE || !w->p->obj || (!w->about[i].def && !w->about[i].type))
		return false;
	k.b = &w->p->obj->btf;
	k.n = 0;
	k.lo = (s64)(address - w->regions[i].base);
	k.end = k.lo + (s64)size;
	begin(&k, &w->about[i]);
	while (k.n) {
		struct part p = k.parts[--k.n];

		out->kind = rk_field_kind(k.b, p.type);
		out->type = p.type;
		out->whole = k.lo == p.at && size == (u64)rk_btf_size(k.b, p.type);
		if (out->kind)
			return true;
		push_parts(&k, p);
	}
	return false;
}

static bool is_pointer(const struct world_field *f)
{
	return f->whole && (f->kind == RK_FIELD_KPTR || f->kind == RK_FIELD_KPTR_UNTRUSTED ||
				   f->kind == RK_FIELD_KPTR_PERCPU || f->kind == RK_FIELD_UPTR);
}

static bool is_write_only(const struct world *w, u64 address)
{
	u32 i = world_region_of(w, address);
	const struct rk_map_def *m = i == WORLD_NONE ? NULL : w->about[i].def;

	return m && m->flags & RK_MAP_F_WRONLY_PROG;
}

bool world_field_access(struct world *w, u64 address, u64 size, bool write, bool helper)
{
	struct world_field f;

	if (!write && is_write_only(w, address))
		return world_fault(w, "reads from a map that programs may only write");
	if (!find(w, address, size, &f))
		return true;
	if (!helper && is_pointer(&f) && (!write || f.kind == RK_FIELD_KPTR_UNTRUSTED))
		return true;
	return world_fault(w, "touches a part of a value that is the kernel's");
}

static const char *pointee(const struct world *w, const struct world_field *f, u32 *id)
{
	const struct rk_btf *b = &w->p->obj->btf;

	*id = rk_btf_skip(b, rk_btf_type(b, f->type).size_or_type);
	return rk_btf_type(b, *id).name;
}

static bool is_kernel_struct(const struct world *w, const char *name)
{
	const struct rk_btf *b = w->p->obj->target;

	return b && rk_btf_find(b, name, RK_BTF_STRUCT, 0);
}

u64 world_field_load(struct world *w, u64 address, u64 v, bool *is)
{
	struct world_field f;
	u32 id;

	*is = find(w, address, 8, &f) && is_pointer(&f);
	if (!*is)
		return v;
	return v & 1 ? world_object_new(w, v >> 1, pointee(w, &f, &id), 0,
			       f.kind == RK_FIELD_KPTR ? OBJECT_LENT : OBJECT_READABLE, 0)
		     : 0;
}

/* ---- helpers ---- */

u64 world_alloc(struct world *w, u32 type)
{
	s64 size = rk_btf_size(&w->p->obj->btf, type);
	u8 *at = size > 0 ? world_lend(w, (u64)size, RK_ASKED_RECORD, 0, true) : NULL;

	if (!at)
		return 0;
	w->about[world_region_of(w, (u64)(uintptr_t)at)].type = type;
	world_hold(w, HOLD_OBJECT, (u64)(uintptr_t)at);
	return (u64)(uintptr_t)at;
}

/* The type of what the program allocated and holds; 0: it is nothing of that. */
static u32 allocated(const struct world *w, u64 v)
{
	u32 i = world_region_of(w, v);

	return i == WORLD_NONE || world_held(w, HOLD_OBJECT, v) == WORLD_NONE ? 0
									      : w->about[i].type;
}

static bool check_place(struct world *w, u64 v)
{
	struct world_field f;

	return (find(w, v, 8, &f) && f.whole && f.kind == RK_FIELD_KPTR) ||
	       world_fault(w, "exchanges a kernel pointer where there is none");
}

static bool check_content(struct world *w, u64 place, u64 v)
{
	struct world_field f;
	const char *name;
	u32 id;

	if (!v || !find(w, place, 8, &f))
		return true;
	name = pointee(w, &f, &id);
	return (is_kernel_struct(w, name) ? world_object_is_held(w, v, name)
					  : allocated(w, v) == id) ||
	       world_fault(w, "puts something into a map that it does not hold");
}

static bool check_type(struct world *w, u64 v)
{
	const struct rk_btf *b = &w->p->obj->btf;

	return (v && v < b->n && rk_btf_type(b, rk_btf_skip(b, (u32)v)).kind == RK_BTF_STRUCT) ||
	       world_fault(w, "asks for memory of a type that is no struct");
}

bool world_field_is(const struct world *w, u64 address, u8 kind)
{
	struct world_field f;

	return find(w, address, 1, &f) && f.kind == kind &&
	       find(w, address, (u64)rk_btf_size(&w->p->obj->btf, f.type), &f) && f.whole;
}

bool world_field_arg(struct world *w, u8 kind, u32 k, const u64 a[5], bool *is)
{
	*is = true;
	switch (kind) {
	case RK_ARG_KPTR_FIELD: return check_place(w, a[k]);
	case RK_ARG_KPTR_CONTENT: return check_content(w, a[k - 1], a[k]);
	case RK_ARG_LOCAL_TYPE: return check_type(w, a[k]);
	case RK_ARG_ALLOC_END:
		return allocated(w, a[k]) ||
		       world_fault(w, "frees something that it did not allocate, or freed");
	default: *is = false; return true;
	}
}

/* What was in the field, for the program to hold. */
u64 world_field_old(struct world *w, u64 place, u64 v)
{
	struct world_field f;
	const char *name;
	u32 id;
	u64 at;

	if (!(v & 1) || !find(w, place, 8, &f))
		return 0;
	name = pointee(w, &f, &id);
	if (!is_kernel_struct(w, name))
		return world_alloc(w, id);
	at = world_object_new(w, v >> 1, name, 0, OBJECT_HELD, 0);
	if (at)
		world_hold(w, HOLD_OBJECT, at);
	return at;
}

/* Freed, or given to a map: the program's no more. */
void world_field_release(struct world *w, u8 kind, u64 v)
{
	u32 i = world_region_of(w, v);

	if ((kind != RK_ARG_KPTR_CONTENT && kind != RK_ARG_ALLOC_END) || !v)
		return;
	if (!allocated(w, v))
		world_object_release(w, RK_ARG_KREF_TASK, v);
	else if (world_give_back(w, HOLD_OBJECT, v, "frees something that it does not hold") &&
		 !w->about[i].listed && world_held(w, HOLD_OBJECT, v) == WORLD_NONE)
		world_release(w, i);
}
