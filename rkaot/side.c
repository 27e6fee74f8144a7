/* SPDX-License-Identifier: MIT */
/*
 * What tools want to know of an image and no robot reads: functions, source lines, and what the
 * bytes of keys, values and records are. Structs are taken apart into fields of numbers, text and
 * opaque bytes, so that whoever prints them needs no types.
 */
#include "side.h"

#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum {
	MAX_FIELDS = 256, /* of one key or value */
	MAX_DEPTH = 8,
	MAX_UNROLLED = 16, /* elements of an array of structs; more are opaque bytes */
	MAX_PATH = 96,
};

struct side {
	FILE *f;
	const struct rk_btf *btf;
	const char *map, *part;
	u32 fields;
};

/* The last part of a path: where the source lay on the workstation is not part of a blob. */
static const char *base_name(const char *path)
{
	const char *slash = path ? strrchr(path, '/') : NULL;

	return slash ? slash + 1 : path ? path : "";
}

static void put_code(FILE *f, const struct rk_prog *p, const struct rk_code *code)
{
	for (u32 i = 0; i < code->n_funcs; i++)
		fprintf(f, "func %x %x %s\n", code->funcs[i].offset, code->funcs[i].size,
			code->funcs[i].name);
	for (u32 i = 0; i < code->n_lines; i++) {
		u32 insn = code->lines[i].insn;
		struct rk_loc at = {0};

		if (insn < p->n_insns)
			at = rk_prog_loc(p, insn);
		fprintf(f, "line %x %u %s:%u:%u\n", code->lines[i].offset, insn, base_name(at.file),
			at.line, at.column);
	}
}

/* ---- fields ---- */

/* A path of C names, dots and indices; "-" where the whole is one number. */
static void put_field(
	struct side *s, u32 offset, u32 size, u32 count, const char *kind, const char *path)
{
	if (s->fields++ < MAX_FIELDS)
		fprintf(s->f, "field %s %s %u %u %u %s %s\n", s->map, s->part, offset, size, count,
			kind, *path ? path : "-");
}

static bool is_number(const struct rk_btf_type *t)
{
	return t->kind == RK_BTF_INT || t->kind == RK_BTF_ENUM || t->kind == RK_BTF_ENUM64;
}

/* u, s (signed), c (text): a char is a number of its own and text in an array. */
static const char *kind_of(const struct rk_btf_type *t, bool in_array)
{
	u32 word = 0;

	if (t->kind != RK_BTF_INT)
		return t->kflag ? "s" : "u";
	memcpy(&word, t->tail, sizeof(word));
	if (in_array && t->size_or_type == 1 && !strcmp(t->name, "char"))
		return "c";
	return word >> 24 & 1 ? "s" : "u";
}

static void put_type(struct side *s, u32 id, u32 offset, const char *path, int depth);

/* size is that of the bytes that hold it. */
static void put_bits(struct side *s, const struct rk_btf_member *m, u32 base, const char *path)
{
	struct rk_btf_type t = rk_btf_type(s->btf, rk_btf_skip(s->btf, m->type));
	u32 shift = m->bit_offset % 8, size = (shift + m->bit_size + 7) / 8;
	char kind[16];

	if (!is_number(&t) || size > 8)
		return;
	snprintf(kind, sizeof(kind), "%s%u+%u", kind_of(&t, false), shift, m->bit_size);
	put_field(s, base + m->bit_offset / 8, size, 1, kind, path);
}

static void put_members(
	struct side *s, const struct rk_btf_type *t, u32 offset, const char *path, int depth)
{
	for (u32 i = 0; i < t->vlen && s->fields < MAX_FIELDS; i++) {
		struct rk_btf_member m = rk_btf_member(s->btf, t, i);
		char name[MAX_PATH];
		int n = snprintf(
			name, sizeof(name), "%s%s%s", path, *path && *m.name ? "." : "", m.name);

		if (n >= (int)sizeof(name))
			continue;
		if (m.bit_size)
			put_bits(s, &m, offset, name);
		else
			put_type(s, m.type, offset + m.bit_offset / 8, name, depth + 1);
	}
}

static void put_array(
	struct side *s, const struct rk_btf_type *t, u32 offset, const char *path, int depth)
{
	u32 elem, count;
	struct rk_btf_type e;
	s64 size;

	rk_btf_array(t, &elem, &count);
	size = rk_btf_size(s->btf, elem);
	e = rk_btf_type(s->btf, rk_btf_skip(s->btf, elem));
	if (size <= 0 || !count || size > U32_MAX / count)
		return;
	if (is_number(&e) && size <= 8) {
		put_field(s, offset, (u32)size, count, kind_of(&e, true), path);
		return;
	}
	if (count > MAX_UNROLLED) {
		put_field(s, offset, (u32)size * count, 1, "x", path);
		return;
	}
	for (u32 i = 0; i < count; i++) {
		char name[MAX_PATH];

		if (snprintf(name, sizeof(name), "%s[%u]", path, i) < (int)sizeof(name))
			put_type(s, elem, offset + i * (u32)size, name, depth + 1);
	}
}

/* The variables of a data section are its members; each names its place. */
static void put_section(struct side *s, const struct rk_btf_type *t)
{
	for (u32 i = 0; i < t->vlen; i++) {
		u32 row[3]; /* type, offset, size */
		struct rk_btf_type var;

		memcpy(row, t->tail + i * sizeof(row), sizeof(row));
		var = rk_btf_type(s->btf, row[0]);
		if (var.kind == RK_BTF_VAR)
			put_type(s, var.size_or_type, row[1], var.name, 1);
	}
}

static void put_type(struct side *s, u32 id, u32 offset, const char *path, int depth)
{
	struct rk_btf_type t;
	s64 size = rk_btf_size(s->btf, id);

	id = rk_btf_skip(s->btf, id);
	t = rk_btf_type(s->btf, id);
	if (t.kind == RK_BTF_DATASEC && !depth) {
		put_section(s, &t);
		return;
	}
	if (size <= 0 || size > U32_MAX)
		return;
	if (depth > MAX_DEPTH)
		put_field(s, offset, (u32)size, 1, "x", path);
	else if (t.kind == RK_BTF_STRUCT || t.kind == RK_BTF_UNION)
		put_members(s, &t, offset, path, depth);
	else if (t.kind == RK_BTF_ARRAY)
		put_array(s, &t, offset, path, depth);
	else if (is_number(&t) && size <= 8)
		put_field(s, offset, (u32)size, 1, kind_of(&t, false), path);
	else
		put_field(s, offset, (u32)size, 1, t.kind == RK_BTF_PTR ? "p" : "x", path);
}

/* Names that would break a line have no place in it. */
static bool is_plain(const char *name)
{
	for (; *name; name++)
		if (!isgraph((unsigned char)*name))
			return false;
	return true;
}

static void put_map(struct side *s, const struct rk_map_def *m)
{
	const struct {
		const char *part;
		u32 btf;
	} parts[] = {{"key", m->key_btf}, {"value", m->value_btf}};

	s->map = m->name;
	for (size_t i = 0; i < RK_ARRAY_SIZE(parts) && is_plain(m->name); i++) {
		s->part = parts[i].part;
		s->fields = 0;
		if (parts[i].btf)
			put_type(s, parts[i].btf, 0, "", 0);
	}
}

char *rk_side_text(struct rk_arena *a, const struct rk_prog *p, const struct rk_code *code,
	const u16 *maps, int n)
{
	struct side s = {.btf = p->obj ? &p->obj->btf : NULL};
	char *text = NULL, *kept;
	size_t size = 0;

	s.f = open_memstream(&text, &size);
	if (!s.f)
		return rk_strdup(a, "");
	fputs("rkBPF side data 1\n", s.f);
	put_code(s.f, p, code);
	for (int i = 0; i < n && s.btf; i++)
		put_map(&s, &p->obj->maps[maps[i]]);
	fclose(s.f);
	kept = rk_strdup(a, text);
	free(text);
	return kept;
}
