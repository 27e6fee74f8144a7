/* SPDX-License-Identifier: MIT */
/*
 * Map definitions: BTF-defined maps of .maps as libbpf reads them, and global data sections as
 * read-only or read-write arrays with one element.
 */
#include <stdio.h>
#include <string.h>
#include "read.h"
#include "rk/tables.h"

enum { PAGE = 4096, NOBITS = 8, INNER_DEPTH = 1 };

/* What the members of one definition said. */
struct draft {
	struct rk_map_def *map;
	const char *why; /* first thing wrong */
	bool sized_value;
};

/* __uint(name, value) is int (*name)[value]. */
static bool uint_member(const struct rk_btf *b, u32 type, u32 *out)
{
	struct rk_btf_type t = rk_btf_type(b, rk_btf_skip(b, type));
	u32 elem;

	if (t.kind != RK_BTF_PTR)
		return false;
	t = rk_btf_type(b, rk_btf_skip(b, t.size_or_type));
	if (t.kind != RK_BTF_ARRAY)
		return false;
	rk_btf_array(&t, &elem, out);
	return true;
}

/* __type(name, type) is typeof(type) *name. */
static bool type_member(const struct rk_btf *b, u32 type, u32 *id, u32 *size)
{
	struct rk_btf_type t = rk_btf_type(b, rk_btf_skip(b, type));
	s64 bytes;

	if (t.kind != RK_BTF_PTR)
		return false;
	bytes = rk_btf_size(b, t.size_or_type);
	*id = t.size_or_type;
	*size = (u32)bytes;
	return bytes >= 0;
}

static void read_def(struct rk_reader *r, u32 type, struct draft *d, int depth);

/* __array(values, template) is template *values[]: an inner map, or a program's prototype. */
static bool values_member(struct rk_reader *r, u32 type, struct draft *d, int depth)
{
	const struct rk_btf *b = &r->obj->btf;
	struct rk_btf_type t = rk_btf_type(b, rk_btf_skip(b, type));
	struct draft inner = {0};
	u32 elem, count;

	if (t.kind != RK_BTF_ARRAY || depth >= INNER_DEPTH)
		return false;
	rk_btf_array(&t, &elem, &count);
	t = rk_btf_type(b, rk_btf_skip(b, elem));
	if (t.kind != RK_BTF_PTR)
		return false;
	elem = rk_btf_skip(b, t.size_or_type);
	if (rk_btf_type(b, elem).kind == RK_BTF_FUNC_PROTO)
		return true;
	inner.map = rk_alloc(r->a, sizeof(*inner.map));
	snprintf(inner.map->name, RK_MAX_NAME, "%.24s.inner", d->map->name);
	read_def(r, elem, &inner, depth + 1);
	d->map->inner = inner.map;
	if (inner.why)
		d->why = inner.why;
	return true;
}

static bool is_ignored(const char *name)
{
	return !strcmp(name, "pinning") || !strcmp(name, "numa_node") || !strcmp(name, "map_extra");
}

static bool read_member(
	struct rk_reader *r, const struct rk_btf_member *m, struct draft *d, int depth)
{
	const struct rk_btf *b = &r->obj->btf;
	struct rk_map_def *map = d->map;
	const struct {
		const char *name;
		u32 *field;
	} numbers[] = {{"type", &map->type}, {"max_entries", &map->max_entries},
		{"key_size", &map->key_size}, {"value_size", &map->value_size},
		{"map_flags", &map->flags}, {"scope", &map->scope}};

	if (is_ignored(m->name))
		return true;
	if (!strcmp(m->name, "key"))
		return type_member(b, m->type, &map->key_btf, &map->key_size);
	if (!strcmp(m->name, "value"))
		return type_member(b, m->type, &map->value_btf, &map->value_size);
	if (!strcmp(m->name, "values"))
		return values_member(r, m->type, d, depth);
	for (size_t i = 0; i < RK_ARRAY_SIZE(numbers); i++)
		if (!strcmp(m->name, numbers[i].name))
			return uint_member(b, m->type, numbers[i].field);
	return false;
}

static void read_def(struct rk_reader *r, u32 type, struct draft *d, int depth)
{
	const struct rk_btf *b = &r->obj->btf;
	struct rk_btf_type t = rk_btf_type(b, rk_btf_skip(b, type));

	if (t.kind != RK_BTF_STRUCT) {
		d->why = "the definition is no struct";
		return;
	}
	for (u32 i = 0; i < t.vlen && !d->why; i++) {
		struct rk_btf_member m = rk_btf_member(b, &t, i);

		if (!read_member(r, &m, d, depth) && !d->why)
			d->why = rk_format(
				r->a, "member '%s' is unknown or not of its form", m.name);
	}
	d->map->has_fields = d->map->value_btf && rk_btf_has_fields(b, d->map->value_btf);
	if (d->map->key_btf || d->map->value_btf)
		rk_btf_layout_hash(b, d->map->key_btf, d->map->value_btf, d->map->layout_hash);
}

static const char *check_size(
	u8 rule, u32 size, const char *none, const char *any, const char *four)
{
	switch (rule) {
	case RK_KEY_NONE: return size ? none : NULL;
	case RK_KEY_ANY: return size ? NULL : any;
	case RK_KEY_U32: return size == 4 ? NULL : four;
	}
	return NULL;
}

/* libbpf rounds a ring's size up the same way before the kernel sees it. */
static void round_ring(struct rk_map_def *m)
{
	u64 size = PAGE;

	while (size < m->max_entries)
		size *= 2;
	m->max_entries = size > 1u << 31 ? 1u << 31 : (u32)size;
}

/*
 * Sizes by the rules of map.def. max_entries may be 0 in the source where user space sizes the map
 * before loading: 1 is the least that any load would give it.
 */
static struct rk_fault check_map(struct rk_arena *a, struct rk_map_def *m)
{
	const struct rk_map_row *row = rk_map_row(m->type);
	const char *why;

	if (!row)
		return (struct rk_fault){RK_DIAG_UNSUPPORTED,
			rk_format(a, "map '%s': type %u is not supported", m->name, m->type)};
	if (row->flags & RK_MAPF_INNER && !m->value_size)
		m->value_size = 4;
	/* What a ring buffer's records are: for tools, the map has no values. */
	if (m->type == RK_MAP_RINGBUF && m->value_btf)
		m->value_size = 0;
	why = check_size(row->key_rule, m->key_size, "its type has no key",
		"key is missing or empty", "key must be 4 bytes");
	/* Tools set a stack map's size before they load it; programs never see its values. */
	if (!why && (m->value_size || row->runnable || row->flags & RK_MAPF_LOOKUP))
		why = check_size(row->value_rule, m->value_size, "its type has no value",
			"value is missing or empty", "value must be 4 bytes");
	/* An index, or an index and the program that runs there: Linux lets programs read it. */
	if (row->flags & RK_MAPF_DEVICE)
		m->flags |= RK_MAP_F_RDONLY_PROG;
	if (!why && row->flags & RK_MAPF_DEVICE && m->value_size != 4 && m->value_size != 8)
		why = "value must be 4 or 8 bytes";
	if (!why && row->flags & RK_MAPF_INNER && !m->inner)
		why = "the inner map's template ('values') is missing";
	if (why)
		return (struct rk_fault){
			RK_DIAG_BAD_MAP, rk_format(a, "map '%s': %s", m->name, why)};
	if (m->type == RK_MAP_RINGBUF)
		round_ring(m);
	else if (row->runnable && !m->max_entries)
		m->max_entries = 1;
	return (struct rk_fault){0};
}

static struct rk_map_def *add_map(struct rk_reader *r, const char *name, u32 section, u64 value)
{
	struct rk_map_def *m = &r->obj->maps[r->obj->n_maps];

	snprintf(m->name, sizeof(m->name), "%s", name);
	r->places[r->obj->n_maps++] = (struct rk_map_place){.section = section, .value = value};
	return m;
}

/* A DECL_TAG "scope:global" on the variable. */
static bool tagged_global(const struct rk_btf *b, u32 var)
{
	u32 tag = 0;

	while ((tag = rk_btf_find(b, "scope:global", RK_BTF_DECL_TAG, tag)))
		if (rk_btf_type(b, tag).size_or_type == var)
			return true;
	return false;
}

static void read_map(struct rk_reader *r, u32 section, const struct rk_elf_symbol *s)
{
	u32 var = rk_btf_find(&r->obj->btf, s->name, RK_BTF_VAR, 0);
	struct draft d = {.map = add_map(r, s->name, section, s->value)};
	struct rk_fault *fault = &r->places[r->obj->n_maps - 1].fault;

	if (strlen(s->name) >= RK_MAX_NAME)
		d.why = "name is longer than 31 bytes";
	else if (!var)
		d.why = "there is no BTF for it (compile with -g)";
	else
		read_def(r, rk_btf_type(&r->obj->btf, var).size_or_type, &d, 0);
	if (var && tagged_global(&r->obj->btf, var))
		d.map->scope = 1;
	if (!d.why && d.map->scope > 1)
		d.why = "scope is neither 0 (program) nor 1 (global)";
	if (d.why)
		*fault = (struct rk_fault){
			RK_DIAG_BAD_MAP, rk_format(r->a, "map '%s': %s", d.map->name, d.why)};
	else
		*fault = check_map(r->a, d.map);
	if (!fault->id && d.map->inner)
		*fault = check_map(r->a, d.map->inner);
}

static bool has_prefix(const char *name, const char *prefix)
{
	size_t n = strlen(prefix);

	return !strncmp(name, prefix, n) && (!name[n] || name[n] == '.');
}

static const struct rk_elf_symbol *symbol_of(
	const struct rk_reader *r, u32 section, const char *name)
{
	for (u32 i = 1; i < r->elf.n_symbols; i++)
		if (r->elf.symbols[i].section == section && !strcmp(r->elf.symbols[i].name, name))
			return &r->elf.symbols[i];
	return NULL;
}

/* Variables that are the kernel's in part; the compiler leaves their places to the symbols. */
static void read_vars(struct rk_reader *r, u32 section, struct rk_map_def *m)
{
	const struct rk_btf *b = &r->obj->btf;
	struct rk_btf_type sec = rk_btf_type(b, m->value_btf);

	for (u32 i = 0; i < sec.vlen; i++) {
		const u8 *p = sec.tail + 12 * i;
		u32 id = p[0] | (u32)p[1] << 8 | (u32)p[2] << 16 | (u32)p[3] << 24;
		struct rk_btf_type var = rk_btf_type(b, id);
		const struct rk_elf_symbol *s;

		if (var.kind != RK_BTF_VAR || !rk_btf_has_fields(b, var.size_or_type))
			continue;
		s = symbol_of(r, section, var.name);
		if (!s || s->value >= m->value_size)
			continue;
		if (!m->vars)
			m->vars = rk_alloc_array(r->a, sec.vlen, sizeof(*m->vars));
		m->has_fields = true;
		m->vars[m->n_vars++] = (struct rk_var){var.size_or_type, (s64)s->value, id};
	}
}

static void read_data(struct rk_reader *r, u32 section, const struct rk_elf_section *s)
{
	bool constant = has_prefix(s->name, ".rodata");
	struct rk_map_def *m = add_map(r, s->name, section, 0);

	m->type = RK_MAP_ARRAY;
	m->key_size = 4;
	m->value_size = (u32)s->size;
	m->max_entries = 1;
	m->use = constant ? RK_MAP_RODATA : s->type == NOBITS ? RK_MAP_BSS : RK_MAP_DATA;
	m->flags = constant ? RK_MAP_F_RDONLY_PROG : 0;
	m->init = s->data;
	m->value_btf = rk_btf_find(&r->obj->btf, s->name, RK_BTF_DATASEC, 0);
	if (m->value_btf) {
		read_vars(r, section, m);
		rk_btf_layout_hash(&r->obj->btf, 0, m->value_btf, m->layout_hash);
	}
}

static bool is_data(const struct rk_elf_section *s)
{
	return s->alloc && s->size && !s->exec &&
	       (has_prefix(s->name, ".data") || has_prefix(s->name, ".bss") ||
		       has_prefix(s->name, ".rodata"));
}

static void read_map_section(struct rk_reader *r, u32 section)
{
	for (u32 i = 1; i < r->elf.n_symbols; i++) {
		const struct rk_elf_symbol *s = &r->elf.symbols[i];

		if (s->section == section && s->type != RK_ELF_SECTION && *s->name)
			read_map(r, section, s);
	}
}

int rk_maps_read(struct rk_reader *r)
{
	/* Every map has a symbol or a section of its own; two more for .kconfig. */
	size_t most = (size_t)r->elf.n_symbols + r->elf.n_sections + 2;

	r->obj->maps = rk_alloc_array(r->a, most, sizeof(*r->obj->maps));
	r->places = rk_alloc_array(r->a, most, sizeof(*r->places));
	for (u32 i = 1; i < r->elf.n_sections; i++) {
		const struct rk_elf_section *s = &r->elf.sections[i];

		if (!strcmp(s->name, ".maps"))
			read_map_section(r, i);
		else if (!strcmp(s->name, "maps"))
			rk_diag_add(r->diags, RK_DIAG_BAD_MAP, NULL, (struct rk_loc){.insn = -1},
				"section 'maps' is the old form of map definitions: define the "
				"maps in .maps");
		else if (is_data(s))
			read_data(r, i, s);
	}
	return RK_OK;
}
