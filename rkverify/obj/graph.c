// SPDX-License-Identifier: MIT
/*
 * Heads of lists and roots of trees, which say in a tag what they hold: "contains:TYPE:MEMBER" on
 * the member that they are, or on the variable. Damaged tags name nothing.
 */
#include <string.h>
#include "prog.h"

enum { DEEPEST = 32, LONGEST = 128 };

static const char prefix[] = "contains:";

static u32 component_of(const struct rk_btf_type *t)
{
	return t->tail[0] | (u32)t->tail[1] << 8 | (u32)t->tail[2] << 16 | (u32)t->tail[3] << 24;
}

/* The tag of a member of a struct, or (~0) of a variable; NULL: none, or more than one. */
static const char *tag_of(const struct rk_btf *b, u32 owner, u32 component)
{
	const char *tag = NULL;

	for (u32 i = 1; i < b->n; i++) {
		struct rk_btf_type t = rk_btf_type(b, i);

		if (t.kind != RK_BTF_DECL_TAG || t.size_or_type != owner ||
			component_of(&t) != component ||
			strncmp(t.name, prefix, sizeof(prefix) - 1))
			continue;
		if (tag)
			return NULL;
		tag = t.name + sizeof(prefix) - 1;
	}
	return tag;
}

/* The member of a struct that holds the byte at *at; false: none, or a union, or bits. */
static bool enter(const struct rk_btf *b, u32 *type, s64 *at, const char **tag)
{
	struct rk_btf_type t = rk_btf_type(b, *type);

	for (u32 i = 0; t.kind == RK_BTF_STRUCT && i < t.vlen; i++) {
		struct rk_btf_member m = rk_btf_member(b, &t, i);
		s64 off = m.bit_offset / 8;

		if (m.bit_size || *at < off || *at - off >= rk_btf_size(b, m.type))
			continue;
		*tag = tag_of(b, *type, i);
		*type = m.type;
		*at -= off;
		return true;
	}
	return false;
}

static bool resolve(const struct rk_btf *b, const char *tag, struct rk_holds *g)
{
	u8 node = g->kind == RK_FIELD_LIST ? RK_FIELD_LIST_NODE : RK_FIELD_TREE_NODE;
	const char *colon = tag ? strchr(tag, ':') : NULL;
	size_t n = colon ? (size_t)(colon - tag) : LONGEST;
	struct rk_btf_type t;
	char name[LONGEST];

	if (n >= LONGEST)
		return false;
	memcpy(name, tag, n);
	name[n] = 0;
	g->type = rk_btf_find(b, name, RK_BTF_STRUCT, 0);
	if (!g->type)
		return false;
	t = rk_btf_type(b, g->type);
	for (u32 i = 0; i < t.vlen; i++) {
		struct rk_btf_member m = rk_btf_member(b, &t, i);

		if (strcmp(m.name, colon + 1))
			continue;
		g->node = m.bit_offset / 8;
		return rk_field_kind(b, rk_btf_skip(b, m.type)) == node;
	}
	return false;
}

/* What begins the walk: a variable of global data, or the type of all values. */
static bool begin(
	const struct rk_btf *b, const struct rk_map_def *m, u32 *type, s64 *at, const char **tag)
{
	*type = m->value_btf;
	for (u32 i = 0; i < m->n_vars; i++) {
		const struct rk_var *v = &m->vars[i];

		if (*at < v->off || *at - v->off >= rk_btf_size(b, v->type))
			continue;
		*tag = tag_of(b, v->id, ~0u);
		*type = v->type;
		*at -= v->off;
		return true;
	}
	return !m->n_vars && *type && *type < b->n;
}

bool rk_map_graph(const struct rk_btf *b, const struct rk_map_def *m, s64 off, struct rk_holds *g)
{
	const char *tag = NULL;
	u32 type, count;

	if (!m->has_fields || !begin(b, m, &type, &off, &tag))
		return false;
	for (u32 depth = 0; depth < DEEPEST; depth++) {
		struct rk_btf_type t = rk_btf_type(b, type = rk_btf_skip(b, type));
		s64 size;

		g->kind = rk_field_kind(b, type);
		if (g->kind)
			return off == 0 && (g->kind == RK_FIELD_LIST || g->kind == RK_FIELD_TREE) &&
			       rk_map_knows(m, g->kind) && resolve(b, tag, g);
		if (t.kind == RK_BTF_ARRAY) {
			rk_btf_array(&t, &type, &count);
			size = rk_btf_size(b, type);
			if (size <= 0)
				return false;
			off %= size;
		} else if (!enter(b, &type, &off, &tag)) {
			return false;
		}
	}
	return false;
}
