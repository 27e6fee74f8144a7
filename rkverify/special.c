// SPDX-License-Identifier: MIT
/*
 * Parts of map values that belong to the kernel: locks, timers, kernel pointers, list and tree
 * heads. Their bytes are no data; no program may read or write them but through helpers of their
 * own, kernel pointers also by a load of all 8 bytes (kptr.c).
 */
#include "an.h"

enum { PARTS = 128 };

/* A type at an offset, its parts still to be looked at. */
struct part {
	u32 type;
	s64 at, size;
};

struct walk {
	const struct rk_btf *b;
	s64 lo, end; /* bytes asked about */
	u32 n;
	bool full; /* more parts than fit: then anything may be among them */
	struct part parts[PARTS];
};

static void push(struct walk *w, u32 type, s64 at, s64 size)
{
	type = rk_btf_skip(w->b, type);
	if (at >= w->end || at + size <= w->lo)
		return;
	if (w->n == PARTS)
		w->full = true;
	else
		w->parts[w->n++] = (struct part){type, at, size};
}

/* An array's parts lie anywhere in it, unless one element holds all that is asked about. */
static void push_array(struct walk *w, struct part p, struct rk_btf_type t)
{
	u32 elem, count;
	s64 size;

	rk_btf_array(&t, &elem, &count);
	size = rk_btf_size(w->b, elem);
	if (size > 0 && p.size == rk_btf_size(w->b, p.type) && w->lo >= p.at &&
		(w->lo - p.at) / size == (w->end - 1 - p.at) / size)
		push(w, elem, p.at + (w->lo - p.at) / size * size, size);
	else
		push(w, elem, p.at, p.size);
}

static void push_parts(struct walk *w, struct part p, struct rk_btf_type t)
{
	bool within_array = p.size > rk_btf_size(w->b, p.type);

	if (t.kind == RK_BTF_ARRAY)
		push_array(w, p, t);
	for (u32 i = 0; (t.kind == RK_BTF_STRUCT || t.kind == RK_BTF_UNION) && i < t.vlen; i++) {
		struct rk_btf_member m = rk_btf_member(w->b, &t, i);

		if (within_array)
			push(w, m.type, p.at, p.size);
		else
			push(w, m.type, p.at + m.bit_offset / 8, rk_btf_size(w->b, m.type));
	}
}

static bool begin(struct walk *w, const struct rk_btf *b, const struct rk_map_def *m)
{
	w->b = b;
	for (u32 i = 0; i < m->n_vars; i++)
		push(w, m->vars[i].type, m->vars[i].off, rk_btf_size(b, m->vars[i].type));
	if (m->value_btf && m->value_btf < b->n)
		push(w, m->value_btf, 0, m->value_size);
	return w->n;
}

/* The first one that is met; `size` is that of the array where it lies somewhere in one. */
static bool find(struct walk *w, struct rk_field *out)
{
	while (w->n && !w->full) {
		struct part p = w->parts[--w->n];
		u8 kind = rk_field_kind(w->b, p.type);

		if (kind) {
			*out = (struct rk_field){.kind = kind, .type = p.type, .off = p.at};
			out->exact = p.size == rk_btf_size(w->b, p.type);
			return true;
		}
		push_parts(w, p, rk_btf_type(w->b, p.type));
	}
	return false;
}

bool rk_is_special(const struct rk_an *a, const struct rk_map_def *m, s64 lo, s64 end)
{
	struct walk w = {.lo = lo, .end = end};
	struct rk_field f;

	return begin(&w, &a->p->obj->btf, m) && (find(&w, &f) || w.full);
}

bool rk_field_at(
	const struct rk_an *a, const struct rk_map_def *m, s64 off, s64 size, struct rk_field *out)
{
	struct walk w = {.lo = off, .end = off + size};

	return begin(&w, &a->p->obj->btf, m) && find(&w, out) && out->exact && out->off == off;
}

bool rk_map_has(const struct rk_an *a, const struct rk_map_def *m, u8 kind, struct rk_field *out)
{
	struct walk w = {.lo = 0, .end = m->value_size};

	begin(&w, &a->p->obj->btf, m);
	while (find(&w, out))
		if (out->kind == kind)
			return true;
	return false;
}
