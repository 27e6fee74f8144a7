/* SPDX-License-Identifier: MIT */
/* Types as text: for messages, and as canonical text under a hash. */
#include "btf.h"

#include <stdio.h>
#include <string.h>
#include "rk/sha3.h"

enum { MAX_DEPTH = 16, MAX_NODES = 1 << 14 };

static const char *keyword(const struct rk_btf_type *t)
{
	switch (t->kind) {
	case RK_BTF_STRUCT: return "struct ";
	case RK_BTF_UNION: return "union ";
	case RK_BTF_ENUM:
	case RK_BTF_ENUM64: return "enum ";
	case RK_BTF_FWD: return t->kflag ? "union " : "struct ";
	}
	return "";
}

/* Pointers and arrays are collected right to left behind the base type. */
const char *rk_btf_name(const struct rk_btf *b, struct rk_arena *a, u32 id)
{
	const char *suffix = "";

	for (int depth = 0; depth < MAX_DEPTH; depth++) {
		struct rk_btf_type t = rk_btf_type(b, id);
		u32 count;

		switch (t.kind) {
		case RK_BTF_PTR: suffix = rk_format(a, "*%s", suffix); break;
		case RK_BTF_ARRAY:
			rk_btf_array(&t, &id, &count);
			suffix = rk_format(a, "%s[%u]", suffix, count);
			continue;
		case RK_BTF_CONST:
		case RK_BTF_VOLATILE:
		case RK_BTF_RESTRICT:
		case RK_BTF_TYPE_TAG: break;
		case RK_BTF_FUNC_PROTO: return rk_format(a, "function %s", suffix);
		default:
			return rk_format(a, "%s%s%s%s", keyword(&t),
				*t.name ? t.name : "<anonymous>", *suffix == '*' ? " " : "",
				suffix);
		}
		id = t.size_or_type;
	}
	return "<deep type>";
}

/* One walk over a type; `nodes` bounds the work on types that contain each other many times. */
struct walk {
	const struct rk_btf *btf;
	struct rk_sha3 sha;
	u32 nodes;
};

static void put(struct walk *w, const char *s)
{
	rk_sha3_add(&w->sha, s, strlen(s) + 1);
}

static void put_numbers(struct walk *w, u32 a, u32 b)
{
	char text[32];

	snprintf(text, sizeof(text), "%u %u", a, b);
	put(w, text);
}

static void put_type(struct walk *w, u32 id, int depth);

static void put_members(struct walk *w, const struct rk_btf_type *t, int depth)
{
	for (u32 i = 0; i < t->vlen && w->nodes < MAX_NODES; i++) {
		struct rk_btf_member m = rk_btf_member(w->btf, t, i);

		put(w, m.name);
		put_numbers(w, m.bit_offset, m.bit_size);
		put_type(w, m.type, depth + 1);
	}
}

/* A data section: its variables in order; the linker's offsets follow from them. */
static void put_variables(struct walk *w, const struct rk_btf_type *t, int depth)
{
	for (u32 i = 0; i < t->vlen && w->nodes < MAX_NODES; i++) {
		const u8 *p = t->tail + 12 * i;
		u32 id = p[0] | (u32)p[1] << 8 | (u32)p[2] << 16 | (u32)p[3] << 24;
		struct rk_btf_type var = rk_btf_type(w->btf, id);

		put(w, var.name);
		put_type(w, var.kind == RK_BTF_VAR ? var.size_or_type : 0, depth + 1);
	}
}

/* Typedefs and qualifiers do not change a layout; what a pointer points to is not part of it. */
static void put_type(struct walk *w, u32 id, int depth)
{
	struct rk_btf_type t = rk_btf_type(w->btf, rk_btf_skip(w->btf, id));
	u32 elem, count;

	if (w->nodes++ >= MAX_NODES || depth > MAX_DEPTH) {
		put(w, "...");
		return;
	}
	put_numbers(w, t.kind, 0);
	if (t.kind == RK_BTF_PTR || t.kind == RK_BTF_VOID)
		return;
	put(w, t.name);
	if (t.kind == RK_BTF_ARRAY) {
		rk_btf_array(&t, &elem, &count);
		put_numbers(w, count, 0);
		put_type(w, elem, depth + 1);
		return;
	}
	put_numbers(w, t.size_or_type, t.kind == RK_BTF_INT ? t.tail[3] : 0);
	if (t.kind == RK_BTF_STRUCT || t.kind == RK_BTF_UNION)
		put_members(w, &t, depth);
	else if (t.kind == RK_BTF_DATASEC)
		put_variables(w, &t, depth);
}

void rk_btf_layout_hash(const struct rk_btf *b, u32 key_type, u32 value_type, u8 out[8])
{
	struct walk w = {.btf = b};
	u8 digest[32];

	rk_sha3_init(&w.sha);
	put_type(&w, key_type, 0);
	put_type(&w, value_type, 0);
	rk_sha3_end(&w.sha, digest);
	memcpy(out, digest, 8);
}
