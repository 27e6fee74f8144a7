/* SPDX-License-Identifier: MIT */
#include "formats.h"

#include <string.h>

enum {
	HEADER = 24,
	MOST_FIELDS = 1024,    /* of one event */
	MOST_BYTES = 64 << 20, /* of the text: what an agent sends at most */
	MOST_SIZE = 1 << 16,   /* of a record */
	/* Types that are there from the start; those of numbers by the logarithm of their size. */
	ID_UNSIGNED = 1,
	ID_SIGNED = 5,
	ID_POINTER = 9,
};

struct bytes {
	u8 *p;
	size_t n, room;
};

struct field {
	const char *name;
	u32 type, offset;
};

struct maker {
	struct rk_arena *a;
	struct bytes types, strings;
	u32 next;  /* type id */
	u32 entry; /* that of struct trace_entry; 0: no event was complete yet */
	char *event;
	struct field *fields;
	u32 n_fields, n_common, size;
	const char *why;
};

/* ---- BTF ---- */

static void put(struct maker *m, struct bytes *b, const void *from, u32 n)
{
	b->p = rk_grow(m->a, b->p, b->n, &b->room, b->n + n, 1);
	memcpy(b->p + b->n, from, n);
	b->n += n;
}

static void put32(struct maker *m, u32 v)
{
	u8 le[4] = {(u8)v, (u8)(v >> 8), (u8)(v >> 16), (u8)(v >> 24)};

	put(m, &m->types, le, sizeof(le));
}

static u32 string(struct maker *m, const char *s)
{
	u32 at = (u32)m->strings.n;

	if (!*s)
		return 0;
	put(m, &m->strings, s, (u32)strlen(s) + 1);
	return at;
}

/* The fixed part of a type; its id. */
static u32 type(struct maker *m, const char *name, u8 kind, u32 vlen, u32 size_or_type)
{
	put32(m, string(m, name));
	put32(m, (u32)kind << 24 | vlen);
	put32(m, size_or_type);
	return m->next++;
}

static void first_types(struct maker *m)
{
	static const char *const names[] = {"u8", "u16", "u32", "u64", "s8", "s16", "s32", "s64"};

	put(m, &m->strings, "", 1);
	m->next = 1;
	for (u32 i = 0; i < RK_ARRAY_SIZE(names); i++) {
		type(m, names[i], RK_BTF_INT, 0, 1u << i % 4);
		put32(m, (i < 4 ? 0 : 1u << 24) | 8u << i % 4); /* sign, bits */
	}
	type(m, "", RK_BTF_PTR, 0, 0);
}

static u32 number(u32 size, bool sign)
{
	for (u32 i = 0; i < 4; i++)
		if (size == 1u << i)
			return (sign ? ID_SIGNED : ID_UNSIGNED) + i;
	return 0;
}

static u32 array(struct maker *m, u32 elem, u32 count)
{
	u32 id = type(m, "", RK_BTF_ARRAY, 0, 0);

	put32(m, elem);
	put32(m, number(4, false));
	put32(m, count);
	return id;
}

static void members(struct maker *m, const struct field *f, u32 n, u32 skip)
{
	for (u32 i = 0; i < n; i++) {
		put32(m, string(m, f[i].name + skip));
		put32(m, f[i].type);
		put32(m, 8 * f[i].offset);
	}
}

/* ---- lines ---- */

static bool is_letter(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
	       c == '_';
}

/* What a field is declared as: its type's words, name, and elements of an array. */
struct decl {
	char *words, *name;
	bool is_array;
	u32 count; /* 0: not said, as in char comm[TASK_COMM_LEN] */
};

static bool bad(struct maker *m, const char *why)
{
	m->why = why;
	return false;
}

/* A decimal number of at most five digits after `key`, ended by ';'. */
static bool take_number(const char *line, const char *key, u32 most, u32 *v)
{
	const char *at = strstr(line, key);
	u32 digits = 0;

	*v = 0;
	for (at = at ? at + strlen(key) : ""; *at >= '0' && *at <= '9'; at++, digits++)
		if ((*v = *v * 10 + (u32)(*at - '0')) > most)
			return false;
	return digits && *at == ';';
}

/* "const char * name", "char comm[16]", "__data_loc char[] name": cut in place. */
static bool parse_decl(struct maker *m, char *text, struct decl *d)
{
	char *bracket, *end = text + strlen(text);

	*d = (struct decl){.words = text};
	if (end > text && end[-1] == ']') {
		bracket = strchr(text, '[');
		if (!bracket)
			return bad(m, "a field has no type or no name");
		d->is_array = true;
		for (char *p = bracket + 1; *p >= '0' && *p <= '9' && d->count < MOST_SIZE; p++)
			d->count = d->count * 10 + (u32)(*p - '0');
		end = bracket;
	}
	*end = 0;
	for (d->name = end; d->name > text && is_letter(d->name[-1]); d->name--)
		;
	if (d->name == end || d->name == text)
		return bad(m, "a field has no type or no name");
	d->name = rk_strdup(m->a, d->name);
	end[-(s64)strlen(d->name)] = 0;
	return true;
}

static bool begins(const char *text, const char *word)
{
	return !strncmp(text, word, strlen(word));
}

static bool is_byte(const char *words)
{
	static const char *const names[] = {
		"char ", "unsigned char ", "signed char ", "u8 ", "__u8 ", "s8 ", "uint8_t "};

	for (size_t i = 0; i < RK_ARRAY_SIZE(names); i++)
		if (!strcmp(words, names[i]))
			return true;
	return false;
}

/* One value of `size` bytes. What is neither number nor pointer has a size alone. */
static u32 plain_type(struct maker *m, const struct decl *d, u32 size, bool sign)
{
	if (strchr(d->words, '*') && size == 8)
		return ID_POINTER;
	if (begins(d->words, "enum ") && number(size, sign)) {
		char *name = rk_strdup(m->a, d->words + 5);

		name[strspn(name,
			"abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_")] = 0;
		return type(m, name, RK_BTF_ENUM, 0, size);
	}
	if (begins(d->words, "struct ") || begins(d->words, "union ") || !number(size, sign))
		return type(m, "", RK_BTF_STRUCT, 0, size);
	return number(size, sign);
}

static u32 field_type(struct maker *m, const struct decl *d, u32 size, bool sign)
{
	u32 count = d->count;

	if (!d->is_array)
		return plain_type(m, d, size, sign);
	if (!count && is_byte(d->words))
		count = size;
	if (!count || size % count)
		return type(m, "", RK_BTF_STRUCT, 0, size);
	return array(m, plain_type(m, d, size / count, sign), count);
}

/* Text of variable length is behind the record; what the record has of it is one number. */
static bool place_text(struct maker *m, struct decl *d, char *text)
{
	static const char *const kinds[] = {"__data_loc", "__rel_loc"};

	for (size_t i = 0; i < RK_ARRAY_SIZE(kinds); i++) {
		char *name = strrchr(text, ' ');

		if (!begins(text, kinds[i]) || !name || !name[1])
			continue;
		*d = (struct decl){.words = "u32 "};
		d->name = rk_format(m->a, "%s_%s", kinds[i], name + 1);
		return true;
	}
	return false;
}

/* "\tfield:unsigned short common_type;\toffset:0;\tsize:2;\tsigned:0;" */
static bool take_field(struct maker *m, char *line)
{
	char *text = line + strlen("\tfield:"), *rest = strchr(text, ';');
	u32 offset, size, sign;
	struct decl d;

	if (!m->event || !rest)
		return bad(m, m->event ? "a field has no end" : "a field of no event");
	*rest++ = 0;
	if (!take_number(rest, "offset:", MOST_SIZE, &offset) ||
		!take_number(rest, "size:", MOST_SIZE, &size) ||
		!take_number(rest, "signed:", 1, &sign))
		return bad(m, "a field has no offset, size or sign");
	if (!place_text(m, &d, text) && !parse_decl(m, text, &d))
		return false;
	if (m->n_fields == MOST_FIELDS)
		return bad(m, "more than 1,024 fields");
	m->n_common += begins(d.name, "common_");
	m->fields[m->n_fields++] = (struct field){d.name, field_type(m, &d, size, sign), offset};
	m->size = offset + size > m->size ? offset + size : m->size;
	return true;
}

/* The event is complete: common fields come first, and every event of a kernel has the same. */
static bool end_event(struct maker *m)
{
	const struct field *f = m->fields;
	u32 own = m->n_fields - m->n_common;

	if (!m->event)
		return true;
	if (!m->n_common || !own)
		m->event = NULL; /* such as events of the function tracer: nothing of its own */
	for (u32 i = 0; m->event && i < m->n_common; i++)
		if (!begins(f[i].name, "common_"))
			return bad(m, "common fields do not come first");
	if (m->event && !m->entry) {
		m->entry =
			type(m, "trace_entry", RK_BTF_STRUCT, m->n_common, f[m->n_common].offset);
		members(m, f, m->n_common, (u32)strlen("common_"));
	}
	if (m->event) {
		type(m, rk_format(m->a, "trace_event_raw_%s", m->event), RK_BTF_STRUCT, own + 1,
			m->size);
		members(m, &(struct field){"ent", m->entry, 0}, 1, 0);
		members(m, f + m->n_common, own, 0);
	}
	m->event = NULL;
	return true;
}

static bool begin_event(struct maker *m, const char *name)
{
	if (!end_event(m))
		return false;
	if (!*name)
		return bad(m, "an event has no name");
	for (const char *p = name; *p; p++)
		if (!is_letter(*p) && *p != '-' && *p != '.')
			return bad(m, "an event's name has strange letters");
	m->event = rk_strdup(m->a, name);
	m->n_fields = m->n_common = m->size = 0;
	return true;
}

/* Other lines are of no interest: the event's number, and how it is printed. */
static bool take_line(struct maker *m, char *line)
{
	if (begins(line, "name: "))
		return begin_event(m, line + strlen("name: "));
	return !begins(line, "\tfield:") || take_field(m, line);
}

static bool take_lines(struct maker *m, const char *text, size_t size, const char **why)
{
	const char *end = text + size, *stop;

	for (u32 n = 1; text < end; n++, text = stop + 1) {
		stop = memchr(text, '\n', (size_t)(end - text));
		stop = stop ? stop : end;
		if (take_line(m, rk_strndup(m->a, text, (size_t)(stop - text))))
			continue;
		*why = rk_format(m->a, "line %u: %s", n, m->why);
		return false;
	}
	*why = "its last event: common fields do not come first";
	return end_event(m);
}

static u8 *joined(struct maker *m, size_t *size)
{
	const u32 types = (u32)m->types.n, strings = (u32)m->strings.n;
	const u32 head[] = {0x0001eb9f, HEADER, 0, types, types, strings};
	u8 *blob;

	*size = HEADER + m->types.n + m->strings.n;
	blob = rk_alloc(m->a, *size);
	for (u32 i = 0; i < RK_ARRAY_SIZE(head); i++)
		for (u32 k = 0; k < 4; k++)
			blob[4 * i + k] = (u8)(head[i] >> 8 * k);
	memcpy(blob + HEADER, m->types.p, m->types.n);
	memcpy(blob + HEADER + m->types.n, m->strings.p, m->strings.n);
	return blob;
}

u8 *rk_formats_btf(
	struct rk_arena *a, const char *text, size_t text_size, size_t *size, const char **why)
{
	struct maker m = {.a = a};

	*why = "larger than 64 MiB";
	if (text_size > MOST_BYTES)
		return NULL;
	m.fields = rk_alloc_array(a, MOST_FIELDS, sizeof(*m.fields));
	first_types(&m);
	return take_lines(&m, text, text_size, why) ? joined(&m, size) : NULL;
}
