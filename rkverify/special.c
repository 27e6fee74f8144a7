// SPDX-License-Identifier: MIT
/*
 * Parts of map values that belong to the kernel: locks, timers, kernel pointers, list and tree
 * heads. Their bytes are no data; no program may read or write them but through helpers of their
 * own.
 */
#include <string.h>
#include "an.h"

enum { PARTS = 128 };

static bool is_special_struct(const char *name)
{
	static const char *const names[] = {"bpf_spin_lock", "bpf_res_spin_lock", "bpf_timer",
		"bpf_wq", "bpf_task_work", "bpf_list_head", "bpf_list_node", "bpf_rb_root",
		"bpf_rb_node", "bpf_refcount"};

	for (u32 i = 0; i < RK_ARRAY_SIZE(names); i++)
		if (!strcmp(names[i], name))
			return true;
	return false;
}

static bool is_kernel_pointer(const struct rk_btf *b, struct rk_btf_type ptr)
{
	struct rk_btf_type tag = rk_btf_type(b, ptr.size_or_type);

	return tag.kind == RK_BTF_TYPE_TAG &&
	       (!strcmp(tag.name, "kptr") || !strcmp(tag.name, "kptr_untrusted") ||
		       !strcmp(tag.name, "percpu_kptr") || !strcmp(tag.name, "uptr"));
}

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

/* Which element of an array an access meets is not asked: any part may be anywhere in it. */
static void push_parts(struct walk *w, struct part p, struct rk_btf_type t)
{
	bool within_array = p.size > rk_btf_size(w->b, p.type);
	u32 elem, count;

	if (t.kind == RK_BTF_ARRAY) {
		rk_btf_array(&t, &elem, &count);
		push(w, elem, p.at, p.size);
	}
	for (u32 i = 0; (t.kind == RK_BTF_STRUCT || t.kind == RK_BTF_UNION) && i < t.vlen; i++) {
		struct rk_btf_member m = rk_btf_member(w->b, &t, i);

		if (within_array)
			push(w, m.type, p.at, p.size);
		else
			push(w, m.type, p.at + m.bit_offset / 8, rk_btf_size(w->b, m.type));
	}
}

bool rk_is_special(const struct rk_an *a, const struct rk_map_def *m, s64 lo, s64 end)
{
	struct walk w = {.b = &a->p->obj->btf, .lo = lo, .end = end};

	if (!m->value_btf || m->value_btf >= w.b->n)
		return false;
	push(&w, m->value_btf, 0, m->value_size);
	while (w.n && !w.full) {
		struct part p = w.parts[--w.n];
		struct rk_btf_type t = rk_btf_type(w.b, p.type);

		if ((t.kind == RK_BTF_STRUCT && is_special_struct(t.name)) ||
			(t.kind == RK_BTF_PTR && is_kernel_pointer(w.b, t)))
			return true;
		push_parts(&w, p, t);
	}
	return w.full;
}
