/* SPDX-License-Identifier: MIT */
/* A CO-RE access path: read on the program's side, found on the target's, and evaluated. */
#include "core.h"

#include <stdlib.h>
#include <string.h>

enum { MAX_ANONYMOUS = 32, MAX_WORK = 1 << 16, INT_SIGNED = 1 };

bool rk_core_is_field(enum rk_core_kind kind)
{
	return kind <= RK_CORE_FIELD_RSHIFT;
}

bool rk_core_is_type(enum rk_core_kind kind)
{
	return (kind >= RK_CORE_TYPE_ID_LOCAL && kind <= RK_CORE_TYPE_SIZE) ||
	       kind == RK_CORE_TYPE_MATCHES;
}

static u32 le32(const u8 *p)
{
	return p[0] | (u32)p[1] << 8 | (u32)p[2] << 16 | (u32)p[3] << 24;
}

const char *rk_core_enumerator(
	const struct rk_btf *b, const struct rk_btf_type *t, u32 i, s64 *value)
{
	bool wide = t->kind == RK_BTF_ENUM64;
	const u8 *p = t->tail + (wide ? 12 : 8) * i;
	u32 low = le32(p + 4);

	if (wide)
		*value = (s64)(low | (u64)le32(p + 8) << 32);
	else
		*value = t->kflag ? (s64)(s32)low : (s64)low;
	return rk_btf_string(b, le32(p));
}

static bool push(struct rk_core_spec *s, u32 type, u32 index, const char *name)
{
	if (s->n == RK_CORE_MAX_STEPS)
		return false;
	s->steps[s->n++] = (struct rk_core_step){type, index, name};
	return true;
}

/* Move `index` elements of type `id` on. */
static bool advance(struct rk_core_spec *s, u32 id, u32 index)
{
	s64 size = index ? rk_btf_size(s->btf, id) : 0;

	s->bit_offset += (u64)index * (u64)size * 8;
	return size >= 0;
}

static bool next_index(const char **access, u32 *out)
{
	char *end;
	unsigned long v;

	if (**access < '0' || **access > '9')
		return false;
	v = strtoul(*access, &end, 10);
	if (v > U32_MAX || (*end && *end != ':'))
		return false;
	*out = (u32)v;
	*access = *end ? end + 1 : end;
	return true;
}

/* An array that ends a struct may have any length: its declared one says nothing. */
static bool is_flexible(const struct rk_core_spec *s, u32 count)
{
	const struct rk_core_step *last;

	if (count > 1 || !s->n)
		return false;
	last = &s->steps[s->n - 1];
	return last->name && last->index + 1 == rk_btf_type(s->btf, last->type).vlen;
}

/* One step below type *id of the program's side. */
static const char *read_step(struct rk_core_spec *s, u32 *id, u32 index)
{
	struct rk_btf_type t;
	struct rk_btf_member m;
	u32 elem, count;

	*id = rk_btf_skip(s->btf, *id);
	t = rk_btf_type(s->btf, *id);
	if (t.kind == RK_BTF_STRUCT || t.kind == RK_BTF_UNION) {
		if (index >= t.vlen)
			return "member index outside its struct";
		m = rk_btf_member(s->btf, &t, index);
		s->bit_offset += m.bit_offset;
		if (*m.name && !push(s, *id, index, m.name))
			return "access path is too long";
		*id = m.type;
		return NULL;
	}
	if (t.kind != RK_BTF_ARRAY)
		return "access path enters something that is no struct and no array";
	rk_btf_array(&t, &elem, &count);
	if (index >= count && !is_flexible(s, count))
		return "array index outside its array";
	*id = rk_btf_skip(s->btf, elem);
	if (!push(s, *id, index, NULL) || !advance(s, *id, index))
		return "access path is too long";
	return NULL;
}

static const char *read_enum(struct rk_core_spec *s, const char *access)
{
	u32 id = rk_btf_skip(s->btf, s->root);
	struct rk_btf_type t = rk_btf_type(s->btf, id);

	if (!rk_core_same_kind(t.kind, RK_BTF_ENUM) || !next_index(&access, &s->enumerator) ||
		*access || s->enumerator >= t.vlen)
		return "no such enumerator";
	return NULL;
}

const char *rk_core_spec_read(struct rk_core_spec *s, const struct rk_btf *b, u32 type,
	const char *access, enum rk_core_kind kind)
{
	const char *why;
	u32 index, id;

	s->btf = b;
	s->root = type;
	s->kind = kind;
	s->n = 0;
	s->bit_offset = 0;
	s->enumerator = 0;
	if (rk_core_is_type(kind))
		return strcmp(access, "0") ? "access path of a type is not 0" : NULL;
	if (!rk_core_is_field(kind))
		return read_enum(s, access);
	id = rk_btf_skip(b, type);
	if (!next_index(&access, &index) || !push(s, id, index, NULL) || !advance(s, id, index))
		return "access path is damaged";
	while (*access) {
		if (!next_index(&access, &index))
			return "access path is damaged";
		if ((why = read_step(s, &id, index)))
			return why;
	}
	return NULL;
}

/* A search for one member name through anonymous structs and unions. */
struct search {
	const struct rk_btf *local;
	struct rk_btf_member member; /* the local one */
	u32 work;
};

static bool find_member(struct rk_core_spec *s, struct search *f, u32 id, u32 *next, int depth)
{
	struct rk_btf_type t;

	id = rk_btf_skip(s->btf, id);
	t = rk_btf_type(s->btf, id);
	if ((t.kind != RK_BTF_STRUCT && t.kind != RK_BTF_UNION) || depth > MAX_ANONYMOUS)
		return false;
	for (u32 i = 0; i < t.vlen; i++) {
		struct rk_btf_member m = rk_btf_member(s->btf, &t, i);

		if (f->work++ > MAX_WORK)
			return false;
		s->bit_offset += m.bit_offset;
		if (!*m.name && find_member(s, f, m.type, next, depth + 1))
			return true;
		if (*m.name && !strcmp(m.name, f->member.name)) {
			*next = m.type;
			return rk_core_fields_compatible(
				       f->local, f->member.type, s->btf, m.type) &&
			       push(s, id, i, m.name);
		}
		s->bit_offset -= m.bit_offset;
	}
	return false;
}

static bool find_element(struct rk_core_spec *s, u32 index, bool first, u32 *id)
{
	struct rk_btf_type t;
	u32 count;

	*id = rk_btf_skip(s->btf, *id);
	if (!first) {
		t = rk_btf_type(s->btf, *id);
		if (t.kind != RK_BTF_ARRAY)
			return false;
		rk_btf_array(&t, id, &count);
		if (index >= count && !is_flexible(s, count))
			return false;
		*id = rk_btf_skip(s->btf, *id);
	}
	return push(s, *id, index, NULL) && advance(s, *id, index);
}

static bool find_fields(struct rk_core_spec *s, const struct rk_core_spec *local, u32 id)
{
	for (u32 i = 0; i < local->n; i++) {
		const struct rk_core_step *step = &local->steps[i];
		struct search f = {.local = local->btf};
		struct rk_btf_type t;

		if (!step->name) {
			if (!find_element(s, step->index, i == 0, &id))
				return false;
			continue;
		}
		t = rk_btf_type(local->btf, step->type);
		f.member = rk_btf_member(local->btf, &t, step->index);
		if (!find_member(s, &f, id, &id, 0))
			return false;
	}
	return true;
}

static bool find_enumerator(struct rk_core_spec *s, const struct rk_core_spec *local, u32 id)
{
	struct rk_btf_type l = rk_btf_type(local->btf, rk_btf_skip(local->btf, local->root));
	struct rk_btf_type t = rk_btf_type(s->btf, rk_btf_skip(s->btf, id));
	s64 value;
	const char *want = rk_core_enumerator(local->btf, &l, local->enumerator, &value);
	size_t len = rk_btf_essential_len(want);

	if (!rk_core_same_kind(t.kind, RK_BTF_ENUM))
		return false;
	for (u32 i = 0; i < t.vlen; i++) {
		const char *name = rk_core_enumerator(s->btf, &t, i, &value);

		s->enumerator = i;
		if (rk_btf_essential_len(name) == len && !memcmp(name, want, len))
			return true;
	}
	return false;
}

bool rk_core_spec_find(struct rk_core_spec *out, const struct rk_core_spec *local,
	const struct rk_btf *target, u32 id)
{
	out->btf = target;
	out->root = id;
	out->kind = local->kind;
	out->n = 0;
	out->bit_offset = 0;
	out->enumerator = 0;
	if (local->kind == RK_CORE_TYPE_MATCHES)
		return rk_core_types_match(local->btf, local->root, target, id);
	if (rk_core_is_type(local->kind))
		return rk_core_types_compatible(local->btf, local->root, target, id);
	return rk_core_is_field(local->kind) ? find_fields(out, local, id)
					     : find_enumerator(out, local, id);
}

/* The aligned word of at most 8 bytes that holds a bit field. */
static bool bit_field_word(const struct rk_core_spec *s, u32 bits, u32 *size, u64 *offset)
{
	if (!*size || *size > 8)
		return false;
	*offset = s->bit_offset / 8 / *size * *size;
	while (s->bit_offset + bits - *offset * 8 > (u64)*size * 8) {
		if (*size >= 8)
			return false;
		*size *= 2;
		*offset = s->bit_offset / 8 / *size * *size;
	}
	return true;
}

static bool is_signed(const struct rk_btf *b, u32 id)
{
	struct rk_btf_type t = rk_btf_type(b, rk_btf_skip(b, id));

	if (t.kind == RK_BTF_INT)
		return t.tail[3] & INT_SIGNED;
	return rk_core_same_kind(t.kind, RK_BTF_ENUM) && t.kflag;
}

/* A path that ends at an array element, or at the root itself. */
static bool evaluate_element(const struct rk_core_spec *s, struct rk_core_value *out)
{
	u32 type = s->steps[s->n - 1].type;
	s64 size = rk_btf_size(s->btf, type);

	out->exact = true;
	if (size < 0)
		return false;
	if (s->kind == RK_CORE_FIELD_SIZE) {
		out->value = (u64)size;
		return true;
	}
	out->value = s->bit_offset / 8;
	out->bytes = (u32)size;
	out->type = type;
	return s->kind == RK_CORE_FIELD_OFFSET;
}

static bool evaluate_member(const struct rk_core_spec *s, struct rk_core_value *out)
{
	const struct rk_core_step *last = &s->steps[s->n - 1];
	struct rk_btf_type t = rk_btf_type(s->btf, last->type);
	struct rk_btf_member m = rk_btf_member(s->btf, &t, last->index);
	s64 bytes = rk_btf_size(s->btf, m.type);
	u32 size = (u32)bytes, bits = m.bit_size ? m.bit_size : size * 8;
	u64 offset = s->bit_offset / 8;

	if (s->kind == RK_CORE_FIELD_SIGNED) {
		out->value = is_signed(s->btf, m.type);
		return true;
	}
	if (bytes < 0 || (m.bit_size && !bit_field_word(s, bits, &size, &offset)))
		return false;
	out->exact = !m.bit_size && s->kind != RK_CORE_FIELD_LSHIFT;
	switch ((int)s->kind) {
	case RK_CORE_FIELD_OFFSET:
		out->value = offset;
		out->bytes = m.bit_size ? 0 : size;
		out->type = m.bit_size ? 0 : m.type;
		return true;
	case RK_CORE_FIELD_SIZE: out->value = size; return true;
	case RK_CORE_FIELD_LSHIFT:
		out->value = 64 - (s->bit_offset + bits - offset * 8);
		return true;
	case RK_CORE_FIELD_RSHIFT: out->value = 64 - bits; return true;
	}
	return false;
}

bool rk_core_evaluate(const struct rk_core_spec *s, struct rk_core_value *out)
{
	struct rk_btf_type t;
	s64 size;

	*out = (struct rk_core_value){.value = 1, .exact = true};
	switch ((int)s->kind) {
	case RK_CORE_FIELD_EXISTS:
	case RK_CORE_TYPE_EXISTS:
	case RK_CORE_TYPE_MATCHES:
	case RK_CORE_ENUM_EXISTS: return true;
	case RK_CORE_TYPE_ID_LOCAL:
	case RK_CORE_TYPE_ID_TARGET:
		out->value = s->root;
		out->exact = false; /* linkers renumber types */
		return true;
	case RK_CORE_TYPE_SIZE:
		size = rk_btf_size(s->btf, s->root);
		out->value = (u64)size;
		return size >= 0;
	case RK_CORE_ENUM_VALUE:
		t = rk_btf_type(s->btf, rk_btf_skip(s->btf, s->root));
		rk_core_enumerator(s->btf, &t, s->enumerator, &size);
		out->value = (u64)size;
		return true;
	}
	return s->steps[s->n - 1].name ? evaluate_member(s, out) : evaluate_element(s, out);
}

const char *rk_core_spec_text(const struct rk_core_spec *s, struct rk_arena *a)
{
	const char *text = rk_btf_name(s->btf, a, s->root);
	struct rk_btf_type t = rk_btf_type(s->btf, rk_btf_skip(s->btf, s->root));
	s64 value;

	if (s->kind == RK_CORE_ENUM_EXISTS || s->kind == RK_CORE_ENUM_VALUE)
		return rk_format(
			a, "%s:%s", text, rk_core_enumerator(s->btf, &t, s->enumerator, &value));
	for (u32 i = 0; i < s->n; i++) {
		if (s->steps[i].name)
			text = rk_format(a, "%s.%s", text, s->steps[i].name);
		else if (i)
			text = rk_format(a, "%s[%u]", text, s->steps[i].index);
	}
	return text;
}
