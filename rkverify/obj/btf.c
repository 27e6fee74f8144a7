/* SPDX-License-Identifier: MIT */
/*
 * Reading BTF. rk_btf_read() checks every type's extent and every type id once; afterwards
 * accessors need no checks beyond their index. Cycles are legal BTF in places, so every walk is
 * bounded.
 */
#include "btf.h"

#include <stdio.h>
#include <string.h>

enum { MAGIC = 0xeb9f, HEADER = 24, TYPE = 12, MAX_DEPTH = 32, MAX_TYPES = 1 << 22 };

static u16 le16(const u8 *p)
{
	return (u16)(p[0] | p[1] << 8);
}

static u32 le32(const u8 *p)
{
	return p[0] | (u32)p[1] << 8 | (u32)p[2] << 16 | (u32)p[3] << 24;
}

/* Bytes after the fixed part: a constant plus vlen times a size; -1 for an unknown kind. */
static s64 tail_size(u8 kind, u16 vlen)
{
	switch (kind) {
	case RK_BTF_INT:
	case RK_BTF_VAR:
	case RK_BTF_DECL_TAG: return 4;
	case RK_BTF_ARRAY: return 12;
	case RK_BTF_STRUCT:
	case RK_BTF_UNION:
	case RK_BTF_DATASEC:
	case RK_BTF_ENUM64: return 12 * (s64)vlen;
	case RK_BTF_ENUM:
	case RK_BTF_FUNC_PROTO: return 8 * (s64)vlen;
	case RK_BTF_PTR:
	case RK_BTF_FWD:
	case RK_BTF_TYPEDEF:
	case RK_BTF_VOLATILE:
	case RK_BTF_CONST:
	case RK_BTF_RESTRICT:
	case RK_BTF_FUNC:
	case RK_BTF_FLOAT:
	case RK_BTF_TYPE_TAG: return 0;
	}
	return -1;
}

const char *rk_btf_string(const struct rk_btf *b, u32 offset)
{
	return offset < b->strings_size ? b->strings + offset : "";
}

static struct rk_btf_type decode(const struct rk_btf *b, const u8 *p)
{
	u32 info = le32(p + 4);

	return (struct rk_btf_type){
		.kind = info >> 24 & 31,
		.kflag = info >> 31,
		.vlen = (u16)info,
		.size_or_type = le32(p + 8),
		.name = rk_btf_string(b, le32(p)),
		.tail = p + TYPE,
	};
}

struct rk_btf_type rk_btf_type(const struct rk_btf *b, u32 id)
{
	if (!id || id >= b->n)
		return (struct rk_btf_type){.name = "void"};
	return decode(b, b->types + b->offsets[id]);
}

static const char *read_sections(struct rk_btf *b, const u8 *p, size_t size)
{
	u64 header, type_off, type_len, str_off, str_len;

	if (size < HEADER)
		return "header is cut short";
	if (le16(p) != MAGIC)
		return "no BTF magic number";
	if (p[2] != 1)
		return "unknown BTF version";
	header = le32(p + 4);
	type_off = header + le32(p + 8);
	type_len = le32(p + 12);
	str_off = header + le32(p + 16);
	str_len = le32(p + 20);
	if (header < HEADER || type_off + type_len > size || str_off + str_len > size)
		return "a section is outside the data";
	b->types = p + type_off;
	b->types_size = (u32)type_len;
	b->strings = (const char *)p + str_off;
	b->strings_size = (u32)str_len;
	return NULL;
}

static const char *read_header(struct rk_btf *b, const u8 *p, size_t size)
{
	const char *why = read_sections(b, p, size);
	const char *s = b->strings;

	if (why)
		return why;
	return !b->strings_size || s[0] || s[b->strings_size - 1]
		       ? "string table does not begin and end with NUL"
		       : NULL;
}

static void put32(u8 *p, u64 v)
{
	for (u32 i = 0; i < 4; i++)
		p[i] = (u8)(v >> (8 * i));
}

u8 *rk_btf_join(struct rk_arena *a, const void *base, size_t base_size, const void *split,
	size_t split_size, size_t *size, const char **why)
{
	struct rk_btf b = {0}, s = {0};
	u64 types, strings;
	u8 *p, *at;

	if ((*why = read_header(&b, base, base_size)) ||
		(*why = read_sections(&s, split, split_size)))
		return NULL;
	types = (u64)b.types_size + s.types_size;
	strings = (u64)b.strings_size + s.strings_size;
	*why = "the module's types and their base are too large";
	if (HEADER + types + strings > UINT32_MAX)
		return NULL;
	*size = HEADER + types + strings;
	p = rk_alloc(a, *size);
	memcpy(p, base, 4); /* magic number, version, flags */
	put32(p + 4, HEADER);
	put32(p + 8, 0);
	put32(p + 12, types);
	put32(p + 16, types);
	put32(p + 20, strings);
	at = p + HEADER;
	memcpy(at, b.types, b.types_size);
	memcpy(at += b.types_size, s.types, s.types_size);
	memcpy(at += s.types_size, b.strings, b.strings_size);
	memcpy(at += b.strings_size, s.strings, s.strings_size);
	return p;
}

/* Count the types; each must lie within the section. */
static const char *count_types(struct rk_btf *b)
{
	u32 at = 0;

	for (b->n = 1; at < b->types_size; b->n++) {
		struct rk_btf_type t;
		s64 tail;

		if (b->types_size - at < TYPE)
			return "last type is cut short";
		t = decode(b, b->types + at);
		tail = tail_size(t.kind, t.vlen);
		if (tail < 0)
			return "unknown kind of type";
		if (tail > (s64)(b->types_size - at - TYPE))
			return "last type is cut short";
		if (b->n >= MAX_TYPES)
			return "too many types";
		at += TYPE + (u32)tail;
	}
	return NULL;
}

static void index_types(struct rk_btf *b)
{
	u32 at = 0;

	b->offsets = rk_alloc_array(b->arena, b->n, sizeof(u32));
	for (u32 id = 1; id < b->n; id++) {
		struct rk_btf_type t = decode(b, b->types + at);

		b->offsets[id] = at;
		at += TYPE + (u32)tail_size(t.kind, t.vlen);
	}
}

/* Where a type's references to other types are: distance and count in its tail. */
static bool tail_ids_valid(const struct rk_btf *b, const struct rk_btf_type *t)
{
	switch (t->kind) {
	case RK_BTF_ARRAY: return le32(t->tail) < b->n && le32(t->tail + 4) < b->n;
	case RK_BTF_STRUCT:
	case RK_BTF_UNION:
		for (u32 i = 0; i < t->vlen; i++)
			if (le32(t->tail + 12 * i + 4) >= b->n)
				return false;
		return true;
	case RK_BTF_FUNC_PROTO:
		for (u32 i = 0; i < t->vlen; i++)
			if (le32(t->tail + 8 * i + 4) >= b->n)
				return false;
		return true;
	case RK_BTF_DATASEC:
		for (u32 i = 0; i < t->vlen; i++)
			if (le32(t->tail + 12 * i) >= b->n)
				return false;
		return true;
	}
	return true;
}

static bool has_type_field(u8 kind)
{
	switch (kind) {
	case RK_BTF_PTR:
	case RK_BTF_TYPEDEF:
	case RK_BTF_VOLATILE:
	case RK_BTF_CONST:
	case RK_BTF_RESTRICT:
	case RK_BTF_FUNC:
	case RK_BTF_FUNC_PROTO:
	case RK_BTF_VAR:
	case RK_BTF_DECL_TAG:
	case RK_BTF_TYPE_TAG: return true;
	}
	return false;
}

static const char *check_ids(const struct rk_btf *b)
{
	for (u32 id = 1; id < b->n; id++) {
		struct rk_btf_type t = rk_btf_type(b, id);

		if (has_type_field(t.kind) && t.size_or_type >= b->n)
			return "a type refers to a type that does not exist";
		if (!tail_ids_valid(b, &t))
			return "a member refers to a type that does not exist";
		if (t.kind == RK_BTF_FUNC &&
			rk_btf_type(b, t.size_or_type).kind != RK_BTF_FUNC_PROTO)
			return "a function has no prototype";
	}
	return NULL;
}

/* "task_struct___new" and "task_struct" are the same type to CO-RE. */
size_t rk_btf_essential_len(const char *name)
{
	size_t n = strlen(name);

	for (size_t i = n >= 5 ? n - 4 : 0; i-- > 0;)
		if (name[i] != '_' && !memcmp(name + i + 1, "___", 3) && name[i + 4] != '_')
			return i + 1;
	return n;
}

static u32 bucket_of(const struct rk_btf *b, const char *name)
{
	size_t len = rk_btf_essential_len(name);
	u32 h = 2166136261u;

	for (size_t i = 0; i < len; i++)
		h = (h ^ (u8)name[i]) * 16777619u;
	return (h ^ h >> 15) & (b->name_buckets - 1);
}

/* Ids descend while chains are built, so that they ascend when read. */
static void index_names(struct rk_btf *b)
{
	for (b->name_buckets = 16; b->name_buckets < b->n; b->name_buckets *= 2)
		;
	b->name_index = rk_alloc_array(b->arena, (size_t)b->name_buckets + b->n, sizeof(u32));
	for (u32 id = b->n - 1; id; id--) {
		struct rk_btf_type t = rk_btf_type(b, id);
		u32 *head;

		if (!*t.name)
			continue;
		head = &b->name_index[bucket_of(b, t.name)];
		b->name_index[b->name_buckets + id] = *head;
		*head = id;
	}
}

int rk_btf_read(
	struct rk_btf *b, struct rk_arena *a, const void *blob, size_t size, const char **why)
{
	struct rk_btf r = {.arena = a};

	*b = (struct rk_btf){.arena = a};
	if ((*why = read_header(&r, blob, size)) || (*why = count_types(&r)))
		return RK_EINPUT;
	index_types(&r);
	if ((*why = check_ids(&r)))
		return RK_EINPUT;
	index_names(&r);
	*b = r;
	return RK_OK;
}

/* The next id of the chain after `after`, 0 at its end. Chains ascend. */
static u32 chain_next(const struct rk_btf *b, const char *name, u32 after)
{
	u32 id;

	if (b->n < 2 || !*name)
		return 0;
	id = b->name_index[bucket_of(b, name)];
	if (after && after < b->n && bucket_of(b, rk_btf_type(b, after).name) == bucket_of(b, name))
		return b->name_index[b->name_buckets + after];
	while (id && id <= after)
		id = b->name_index[b->name_buckets + id];
	return id;
}

u32 rk_btf_find(const struct rk_btf *b, const char *name, u8 kind, u32 after)
{
	for (u32 id = chain_next(b, name, after); id; id = b->name_index[b->name_buckets + id]) {
		struct rk_btf_type t = rk_btf_type(b, id);

		if (t.kind == kind && !strcmp(t.name, name))
			return id;
	}
	return 0;
}

u32 rk_btf_find_essential(const struct rk_btf *b, const char *name, u32 after)
{
	size_t len = rk_btf_essential_len(name);

	for (u32 id = chain_next(b, name, after); id; id = b->name_index[b->name_buckets + id]) {
		const char *other = rk_btf_type(b, id).name;

		if (rk_btf_essential_len(other) == len && !memcmp(other, name, len))
			return id;
	}
	return 0;
}

struct rk_btf_member rk_btf_member(const struct rk_btf *b, const struct rk_btf_type *t, u32 i)
{
	const u8 *p = t->tail + 12 * i;
	u32 offset = le32(p + 8);

	return (struct rk_btf_member){
		.name = rk_btf_string(b, le32(p)),
		.type = le32(p + 4),
		.bit_offset = t->kflag ? offset & 0xffffff : offset,
		.bit_size = t->kflag ? offset >> 24 : 0,
	};
}

u32 rk_btf_param(const struct rk_btf *b, const struct rk_btf_type *proto, u32 i, const char **name)
{
	const u8 *p = proto->tail + 8 * i;

	if (name)
		*name = rk_btf_string(b, le32(p));
	return le32(p + 4);
}

u32 rk_btf_arg_bytes(const struct rk_btf *b, const struct rk_btf_type *proto, u32 i)
{
	u32 type = rk_btf_skip(b, rk_btf_param(b, proto, i, NULL));
	u8 kind = rk_btf_type(b, type).kind;
	s64 size = kind == RK_BTF_STRUCT || kind == RK_BTF_UNION ? rk_btf_size(b, type) : 8;

	return size > 8 ? (u32)((size + 7) & ~7) : 8;
}

u32 rk_btf_arg_at(const struct rk_btf *b, const struct rk_btf_type *proto, u32 first, s64 off)
{
	u32 i = first;

	for (; off > 0 && i < proto->vlen; i++)
		off -= rk_btf_arg_bytes(b, proto, i);
	return off ? ~0u : i;
}

void rk_btf_array(const struct rk_btf_type *t, u32 *elem, u32 *count)
{
	*elem = le32(t->tail);
	*count = le32(t->tail + 8);
}

static bool is_modifier(u8 kind)
{
	return kind == RK_BTF_TYPEDEF || kind == RK_BTF_VOLATILE || kind == RK_BTF_CONST ||
	       kind == RK_BTF_RESTRICT || kind == RK_BTF_TYPE_TAG;
}

u32 rk_btf_skip(const struct rk_btf *b, u32 id)
{
	for (int depth = 0; depth < MAX_DEPTH; depth++) {
		struct rk_btf_type t = rk_btf_type(b, id);

		if (!is_modifier(t.kind))
			return id;
		id = t.size_or_type;
	}
	return 0;
}

/* Both factors are below 2^32. Nothing of 4 GiB is an object. */
static s64 bounded(u64 times, u32 size)
{
	return times * size > U32_MAX ? -1 : (s64)(times * size);
}

s64 rk_btf_size(const struct rk_btf *b, u32 id)
{
	u64 times = 1;

	for (int depth = 0; depth < MAX_DEPTH; depth++) {
		struct rk_btf_type t = rk_btf_type(b, rk_btf_skip(b, id));
		u32 count;

		switch (t.kind) {
		case RK_BTF_INT:
		case RK_BTF_STRUCT:
		case RK_BTF_UNION:
		case RK_BTF_ENUM:
		case RK_BTF_ENUM64:
		case RK_BTF_FLOAT:
		case RK_BTF_DATASEC: return bounded(times, t.size_or_type);
		case RK_BTF_PTR: return bounded(times, 8);
		case RK_BTF_VAR: id = t.size_or_type; continue;
		case RK_BTF_ARRAY:
			rk_btf_array(&t, &id, &count);
			times *= count;
			if (times > U32_MAX)
				return -1;
			continue;
		}
		return -1;
	}
	return -1;
}
