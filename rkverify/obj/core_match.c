/* SPDX-License-Identifier: MIT */
/* Are two types alike? Three notions of it, as libbpf defines them; all walks are bounded. */
#include <string.h>
#include "core.h"

enum { MAX_DEPTH = 32, MAX_WORK = 1 << 16 };

static bool is_enum(u8 kind)
{
	return kind == RK_BTF_ENUM || kind == RK_BTF_ENUM64;
}

static bool is_composite(u8 kind)
{
	return kind == RK_BTF_STRUCT || kind == RK_BTF_UNION;
}

bool rk_core_same_kind(u8 a, u8 b)
{
	return a == b || (is_enum(a) && is_enum(b));
}

static bool same_essential(const char *a, const char *b)
{
	size_t n = rk_btf_essential_len(a);

	return n == rk_btf_essential_len(b) && !memcmp(a, b, n);
}

/* Bit offset within an int: only old compilers used it, for bit fields. */
static bool plain_int(const struct rk_btf_type *t)
{
	return !t->tail[2];
}

static u32 elem_of(const struct rk_btf_type *t)
{
	u32 elem, count;

	rk_btf_array(t, &elem, &count);
	return elem;
}

bool rk_core_fields_compatible(const struct rk_btf *lb, u32 lid, const struct rk_btf *tb, u32 tid)
{
	for (int depth = 0; depth < MAX_DEPTH; depth++) {
		struct rk_btf_type l = rk_btf_type(lb, rk_btf_skip(lb, lid));
		struct rk_btf_type t = rk_btf_type(tb, rk_btf_skip(tb, tid));

		if (is_composite(l.kind) && is_composite(t.kind))
			return true;
		if (!rk_core_same_kind(l.kind, t.kind))
			return false;
		switch (l.kind) {
		case RK_BTF_PTR:
		case RK_BTF_FLOAT: return true;
		case RK_BTF_FWD:
		case RK_BTF_ENUM:
		case RK_BTF_ENUM64: return !*l.name || !*t.name || same_essential(l.name, t.name);
		case RK_BTF_INT: return plain_int(&l) && plain_int(&t);
		case RK_BTF_ARRAY:
			lid = elem_of(&l);
			tid = elem_of(&t);
			continue;
		}
		return false;
	}
	return false;
}

/* A pair of types on the way down; work is shared by all branches of one question. */
struct pair {
	const struct rk_btf *lb, *tb;
	u32 work;
};

static bool compatible(struct pair *p, u32 lid, u32 tid, int depth);

static bool compatible_protos(
	struct pair *p, const struct rk_btf_type *l, const struct rk_btf_type *t, int depth)
{
	if (l->vlen != t->vlen)
		return false;
	for (u32 i = 0; i < l->vlen; i++)
		if (!compatible(p, rk_btf_param(p->lb, l, i, NULL), rk_btf_param(p->tb, t, i, NULL),
			    depth + 1))
			return false;
	return compatible(p, l->size_or_type, t->size_or_type, depth + 1);
}

static bool compatible(struct pair *p, u32 lid, u32 tid, int depth)
{
	struct rk_btf_type l = rk_btf_type(p->lb, rk_btf_skip(p->lb, lid));
	struct rk_btf_type t = rk_btf_type(p->tb, rk_btf_skip(p->tb, tid));

	if (depth > MAX_DEPTH || p->work++ > MAX_WORK || !rk_core_same_kind(l.kind, t.kind))
		return false;
	switch (l.kind) {
	case RK_BTF_VOID:
	case RK_BTF_STRUCT:
	case RK_BTF_UNION:
	case RK_BTF_ENUM:
	case RK_BTF_ENUM64:
	case RK_BTF_FWD:
	case RK_BTF_FLOAT: return true;
	case RK_BTF_INT: return plain_int(&l) && plain_int(&t);
	case RK_BTF_PTR: return compatible(p, l.size_or_type, t.size_or_type, depth + 1);
	case RK_BTF_ARRAY: return compatible(p, elem_of(&l), elem_of(&t), depth + 1);
	case RK_BTF_FUNC_PROTO: return compatible_protos(p, &l, &t, depth);
	}
	return false;
}

bool rk_core_types_compatible(const struct rk_btf *l, u32 lid, const struct rk_btf *t, u32 tid)
{
	struct pair p = {.lb = l, .tb = t};

	return compatible(&p, lid, tid, 0);
}

static bool matches(struct pair *p, u32 lid, u32 tid, bool behind_ptr, int depth);

static bool enums_match(
	const struct pair *p, const struct rk_btf_type *l, const struct rk_btf_type *t)
{
	s64 value;

	for (u32 i = 0; i < l->vlen; i++) {
		const char *name = rk_core_enumerator(p->lb, l, i, &value);
		u32 k = 0;

		while (k < t->vlen &&
			!same_essential(name, rk_core_enumerator(p->tb, t, k, &value)))
			k++;
		if (k == t->vlen)
			return false;
	}
	return true;
}

/* Every local member exists on the target, with a type that matches. */
static bool members_match(struct pair *p, const struct rk_btf_type *l, const struct rk_btf_type *t,
	bool behind_ptr, int depth)
{
	for (u32 i = 0; i < l->vlen; i++) {
		struct rk_btf_member m = rk_btf_member(p->lb, l, i);
		bool found = false;

		for (u32 k = 0; k < t->vlen && !found; k++) {
			struct rk_btf_member o = rk_btf_member(p->tb, t, k);

			if (p->work++ > MAX_WORK)
				return false;
			found = same_essential(m.name, o.name) &&
				matches(p, m.type, o.type, behind_ptr, depth + 1);
		}
		if (!found)
			return false;
	}
	return true;
}

static bool protos_match(struct pair *p, const struct rk_btf_type *l, const struct rk_btf_type *t,
	bool behind_ptr, int depth)
{
	if (l->vlen != t->vlen)
		return false;
	for (u32 i = 0; i < l->vlen; i++)
		if (!matches(p, rk_btf_param(p->lb, l, i, NULL), rk_btf_param(p->tb, t, i, NULL),
			    behind_ptr, depth + 1))
			return false;
	return matches(p, l->size_or_type, t->size_or_type, behind_ptr, depth + 1);
}

static bool arrays_match(struct pair *p, const struct rk_btf_type *l, const struct rk_btf_type *t,
	bool behind_ptr, int depth)
{
	u32 le, lc, te, tc;

	rk_btf_array(l, &le, &lc);
	rk_btf_array(t, &te, &tc);
	return lc == tc && matches(p, le, te, behind_ptr, depth + 1);
}

/* Behind a pointer only names and kinds count; a forward declaration stands for its struct. */
static bool forward_matches(const struct rk_btf_type *l, const struct rk_btf_type *t)
{
	u8 kind = l->kind == RK_BTF_FWD ? (l->kflag ? RK_BTF_UNION : RK_BTF_STRUCT) : l->kind;
	u8 other = t->kind == RK_BTF_FWD ? (t->kflag ? RK_BTF_UNION : RK_BTF_STRUCT) : t->kind;

	return kind == other;
}

static bool matches(struct pair *p, u32 lid, u32 tid, bool behind_ptr, int depth)
{
	struct rk_btf_type l = rk_btf_type(p->lb, rk_btf_skip(p->lb, lid));
	struct rk_btf_type t = rk_btf_type(p->tb, rk_btf_skip(p->tb, tid));

	if (depth > MAX_DEPTH || p->work++ > MAX_WORK || !same_essential(l.name, t.name))
		return false;
	if (behind_ptr && (l.kind == RK_BTF_FWD || t.kind == RK_BTF_FWD))
		return forward_matches(&l, &t);
	if (!rk_core_same_kind(l.kind, t.kind))
		return false;
	switch (l.kind) {
	case RK_BTF_VOID:
	case RK_BTF_FLOAT: return l.size_or_type == t.size_or_type;
	case RK_BTF_FWD: return l.kflag == t.kflag;
	case RK_BTF_INT: return l.size_or_type == t.size_or_type && l.tail[3] == t.tail[3];
	case RK_BTF_ENUM:
	case RK_BTF_ENUM64:
		return behind_ptr || (l.size_or_type == t.size_or_type && enums_match(p, &l, &t));
	case RK_BTF_STRUCT:
	case RK_BTF_UNION: return behind_ptr || members_match(p, &l, &t, behind_ptr, depth);
	case RK_BTF_PTR: return matches(p, l.size_or_type, t.size_or_type, true, depth + 1);
	case RK_BTF_ARRAY: return arrays_match(p, &l, &t, behind_ptr, depth);
	case RK_BTF_FUNC_PROTO: return protos_match(p, &l, &t, behind_ptr, depth);
	}
	return false;
}

bool rk_core_types_match(const struct rk_btf *l, u32 lid, const struct rk_btf *t, u32 tid)
{
	struct pair p = {.lb = l, .tb = t};

	return matches(&p, lid, tid, false, 0);
}
