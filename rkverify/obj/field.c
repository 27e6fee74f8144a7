// SPDX-License-Identifier: MIT
/*
 * Types whose bytes are the kernel's where they stand in a map value: locks, kernel pointers, ...
 * Unions of unions have parts without number, and cycles are legal BTF: every walk looks at
 * MOST_PARTS, and what it did not see may be anything.
 */
#include <string.h>
#include "prog.h"
#include "rk/tables.h"

enum { MOST_PARTS = 1 << 12 };

static const struct {
	const char *name;
	u8 kind;
} structs[] = {
	{"bpf_spin_lock", RK_FIELD_LOCK},
	{"bpf_res_spin_lock", RK_FIELD_RES_LOCK},
	{"bpf_timer", RK_FIELD_TIMER},
	{"bpf_wq", RK_FIELD_WQ},
	{"bpf_task_work", RK_FIELD_TASK_WORK},
	{"bpf_list_head", RK_FIELD_LIST},
	{"bpf_list_node", RK_FIELD_LIST_NODE},
	{"bpf_rb_root", RK_FIELD_TREE},
	{"bpf_rb_node", RK_FIELD_TREE_NODE},
	{"bpf_refcount", RK_FIELD_REFCOUNT},
};

static const struct {
	const char *tag;
	u8 kind;
} tags[] = {
	{"kptr", RK_FIELD_KPTR},
	{"kptr_untrusted", RK_FIELD_KPTR_UNTRUSTED},
	{"percpu_kptr", RK_FIELD_KPTR_PERCPU},
	{"uptr", RK_FIELD_UPTR},
};

u8 rk_field_kind(const struct rk_btf *b, u32 id)
{
	struct rk_btf_type t = rk_btf_type(b, id), tag;

	if (t.kind == RK_BTF_STRUCT)
		for (u32 i = 0; i < RK_ARRAY_SIZE(structs); i++)
			if (!strcmp(structs[i].name, t.name))
				return structs[i].kind;
	if (t.kind != RK_BTF_PTR)
		return RK_FIELD_NONE;
	tag = rk_btf_type(b, t.size_or_type);
	for (u32 i = 0; tag.kind == RK_BTF_TYPE_TAG && i < RK_ARRAY_SIZE(tags); i++)
		if (!strcmp(tags[i].tag, tag.name))
			return tags[i].kind;
	return RK_FIELD_NONE;
}

/* Of what is too large to be looked at whole the answer is yes. */
bool rk_btf_has_fields(const struct rk_btf *b, u32 id)
{
	enum { PARTS = 64 };
	u32 parts[PARTS], n = 0, seen = 0, count;

	parts[n++] = id;
	while (n) {
		u32 at = rk_btf_skip(b, parts[--n]);
		struct rk_btf_type t = rk_btf_type(b, at);

		if (rk_field_kind(b, at) || seen++ == MOST_PARTS)
			return true;
		if (t.kind == RK_BTF_ARRAY)
			rk_btf_array(&t, &parts[n++], &count);
		if (t.kind != RK_BTF_STRUCT && t.kind != RK_BTF_UNION)
			continue;
		if (n + t.vlen > PARTS)
			return true;
		for (u32 i = 0; i < t.vlen; i++)
			parts[n++] = rk_btf_member(b, &t, i).type;
	}
	return false;
}

/* ---- where in a value ---- */

enum { WALKED = 128 };

/* A type at an offset, its parts still to be looked at. */
struct part {
	u32 type;
	s64 at, size;
};

struct walk {
	const struct rk_btf *b;
	s64 lo, end; /* bytes asked about */
	u32 n, seen;
	bool full; /* more parts than fit, or than are looked at: anything may be among them */
	struct part parts[WALKED];
};

static void push(struct walk *w, u32 type, s64 at, s64 size)
{
	type = rk_btf_skip(w->b, type);
	if (at >= w->end || at + size <= w->lo)
		return;
	if (w->n == WALKED)
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
	if (!m->has_fields)
		return false;
	for (u32 i = 0; i < m->n_vars; i++)
		push(w, m->vars[i].type, m->vars[i].off, rk_btf_size(b, m->vars[i].type));
	if (m->value_btf && m->value_btf < b->n)
		push(w, m->value_btf, 0, m->value_size);
	return w->n;
}

/* The first one that is met; `size` is that of the array where it lies somewhere in one. */
static bool find(struct walk *w, struct rk_kfield *out)
{
	while (w->n && !w->full) {
		struct part p = w->parts[--w->n];
		u8 kind = rk_field_kind(w->b, p.type);

		if (kind) {
			*out = (struct rk_kfield){.kind = kind, .type = p.type, .off = p.at};
			out->exact = p.size == rk_btf_size(w->b, p.type);
			return true;
		}
		w->full |= w->seen++ == MOST_PARTS;
		push_parts(w, p, rk_btf_type(w->b, p.type));
	}
	return false;
}

static bool any_field(const struct rk_btf *b, const struct rk_map_def *m, s64 lo, s64 end)
{
	struct walk w = {.lo = lo, .end = end};
	struct rk_kfield f;

	return begin(&w, b, m) && (find(&w, &f) || w.full);
}

/* Most maps have none: asked for every access, so a walk's 3 KiB are not begun for them. */
bool rk_map_is_special(const struct rk_btf *b, const struct rk_map_def *m, s64 lo, s64 end)
{
	return m->has_fields && any_field(b, m, lo, end);
}

static u64 maps_with(u8 kind)
{
	switch (kind) {
	case RK_FIELD_LOCK:
	case RK_FIELD_RES_LOCK:
		return RK_MAPBIT(RK_MAP_HASH) | RK_MAPBIT(RK_MAP_ARRAY) | RK_MAPS_STORAGE;
	case RK_FIELD_TIMER:
	case RK_FIELD_WQ:
	case RK_FIELD_TASK_WORK:
	case RK_FIELD_LIST:
	case RK_FIELD_TREE: return RK_MAPS_TIMERS;
	case RK_FIELD_KPTR:
	case RK_FIELD_KPTR_UNTRUSTED:
	case RK_FIELD_KPTR_PERCPU:
	case RK_FIELD_REFCOUNT: return RK_MAPS_TIMERS | RK_MAPS_PERCPUS | RK_MAPS_STORAGE;
	case RK_FIELD_UPTR: return RK_MAPS_TASKS;
	default: return 0;
	}
}

bool rk_map_knows(const struct rk_map_def *m, u8 kind)
{
	if (!m->type)
		return true;
	return !(m->flags & (RK_MAP_F_RDONLY_PROG | RK_MAP_F_WRONLY_PROG)) &&
	       maps_with(kind) & RK_MAPBIT(m->type);
}

bool rk_map_field(const struct rk_btf *b, const struct rk_map_def *m, s64 off, s64 size,
	struct rk_kfield *out)
{
	struct walk w = {.lo = off, .end = off + size};

	return begin(&w, b, m) && find(&w, out) && out->exact && out->off == off &&
	       rk_map_knows(m, out->kind);
}

bool rk_map_has_field(const struct rk_btf *b, const struct rk_map_def *m, u8 kind, s64 lo, s64 end)
{
	struct walk w = {.lo = lo, .end = end};
	struct rk_kfield f;
	bool has = false;

	if (lo >= end || !begin(&w, b, m))
		return false;
	while (!has && find(&w, &f))
		has = f.kind == kind;
	return has || w.full;
}

bool rk_map_some_field(const struct rk_btf *b, const struct rk_map_def *m,
	bool (*is)(const void *who, const struct rk_kfield *f), const void *who)
{
	struct walk w = {.lo = 0, .end = m->value_size};
	struct rk_kfield f;
	bool some = false;

	if (!begin(&w, b, m))
		return false;
	while (!some && find(&w, &f))
		some = is(who, &f);
	return some || w.full;
}
