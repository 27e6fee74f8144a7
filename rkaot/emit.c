// SPDX-License-Identifier: MIT
/*
 * LLVM's object file -> rk_code. The file is read as if a stranger had written it: every offset is
 * checked, and what is not on the allow-list (allocated sections, relocations) is an error that
 * names it, because a loader that skipped it would run wrong code.
 */
#include <elf.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "lift.h"
#include "opt.h"
#include "rk/tables.h"

struct object {
	struct rk_arena *a;
	const struct rk_target *t;
	const u8 *bytes;
	size_t size;
	Elf64_Ehdr head;
	Elf64_Shdr *sections;
	u32 text; /* section index, 0 where absent */
	const Elf64_Sym *syms;
	size_t n_syms;
	const char *strings;
	size_t strings_size;
	struct rk_code *out;
	const char **why;
};

static int refuse(struct object *o, const char *what, const char *name)
{
	*o->why = rk_format(o->a, "generated code has %s '%s'", what, name);
	return RK_EBACKEND;
}

static int damaged(struct object *o)
{
	*o->why = "LLVM wrote a damaged object file";
	return RK_EBACKEND;
}

static bool inside(const struct object *o, const Elf64_Shdr *s)
{
	return s->sh_type == SHT_NOBITS ||
	       (s->sh_offset <= o->size && s->sh_size <= o->size - s->sh_offset);
}

static const char *string_at(const char *table, size_t size, u32 at)
{
	return table && at < size && memchr(table + at, 0, size - at) ? table + at : "?";
}

static const char *section_name(const struct object *o, const Elf64_Shdr *s)
{
	const Elf64_Shdr *names = &o->sections[o->head.e_shstrndx];

	return string_at((const char *)o->bytes + names->sh_offset, names->sh_size, s->sh_name);
}

static int read_head(struct object *o)
{
	u64 table;

	if (o->size < sizeof(o->head))
		return damaged(o);
	memcpy(&o->head, o->bytes, sizeof(o->head));
	table = (u64)o->head.e_shnum * sizeof(Elf64_Shdr);
	if (memcmp(o->head.e_ident, ELFMAG, SELFMAG) || o->head.e_machine != o->t->elf_machine ||
		o->head.e_type != ET_REL || o->head.e_shentsize != sizeof(Elf64_Shdr) ||
		o->head.e_shoff > o->size || table > o->size - o->head.e_shoff ||
		o->head.e_shstrndx >= o->head.e_shnum)
		return damaged(o);
	o->sections = rk_alloc_array(o->a, o->head.e_shnum, sizeof(Elf64_Shdr));
	memcpy(o->sections, o->bytes + o->head.e_shoff, table);
	for (u32 i = 0; i < o->head.e_shnum; i++)
		if (!inside(o, &o->sections[i]))
			return damaged(o);
	return 0;
}

static int read_symbols(struct object *o, const Elf64_Shdr *s)
{
	const Elf64_Shdr *strings;
	Elf64_Sym *copy;

	if (s->sh_link >= o->head.e_shnum || s->sh_entsize != sizeof(Elf64_Sym))
		return damaged(o);
	strings = &o->sections[s->sh_link];
	if (!inside(o, strings))
		return damaged(o);
	o->strings = (const char *)o->bytes + strings->sh_offset;
	o->strings_size = strings->sh_size;
	o->n_syms = s->sh_size / sizeof(Elf64_Sym);
	copy = rk_alloc_array(o->a, o->n_syms + 1, sizeof(Elf64_Sym));
	memcpy(copy, o->bytes + s->sh_offset, o->n_syms * sizeof(Elf64_Sym));
	o->syms = copy;
	return 0;
}

/* The allow-list of allocated contents: .text, and the note that only repeats endbr64/bti. */
static int scan_sections(struct object *o)
{
	int err;

	for (u32 i = 1; i < o->head.e_shnum; i++) {
		const Elf64_Shdr *s = &o->sections[i];
		const char *name = section_name(o, s);

		if (s->sh_type == SHT_SYMTAB && (err = read_symbols(o, s)))
			return err;
		if (!(s->sh_flags & SHF_ALLOC) || !s->sh_size ||
			!strcmp(name, ".note.gnu.property"))
			continue;
		if (strcmp(name, ".text") || s->sh_type != SHT_PROGBITS || o->text)
			return refuse(o, "section", name);
		o->text = i;
	}
	if (!o->text || !o->syms)
		return refuse(o, "no section", ".text");
	return 0;
}

static int copy_text(struct object *o)
{
	const Elf64_Shdr *s = &o->sections[o->text];

	if (s->sh_size > RK_MAX_TEXT) {
		*o->why = "generated code is larger than an image may be";
		return RK_EBACKEND;
	}
	o->out->arch = o->t->arch;
	o->out->size = (u32)s->sh_size;
	o->out->text = rk_alloc(o->a, s->sh_size);
	memcpy(o->out->text, o->bytes + s->sh_offset, s->sh_size);
	return 0;
}

/* "rk_helper_7" -> 7, "rk_probe_ld4" -> its id; 0 for any other symbol. */
static u32 import_id(const char *name)
{
	unsigned id;
	char end;

	if (sscanf(name, "rk_helper_%u%c", &id, &end) == 1)
		return id;
	if (sscanf(name, "rk_probe_ld%u%c", &id, &end) == 1)
		return LIFT_PROBE_BASE + id;
	return 0;
}

static int by_offset(const void *a, const void *b)
{
	const struct rkb_reloc *x = a, *y = b;

	return x->offset < y->offset ? -1 : x->offset > y->offset;
}

static int by_id(const void *a, const void *b)
{
	u32 x = ((const struct rkb_import *)a)->id, y = ((const struct rkb_import *)b)->id;

	return x < y ? -1 : x > y;
}

static int add_import(struct object *o, u32 id)
{
	struct rk_code *c = o->out;

	for (u32 i = 0; i < c->n_imports; i++)
		if (c->imports[i].id == id)
			return 0;
	if (c->n_imports == RK_MAX_IMPORTS) {
		*o->why = "program calls too many different helpers";
		return RK_EBACKEND;
	}
	c->imports[c->n_imports++] = (struct rkb_import){.kind = RK_IMPORT_HELPER, .id = id};
	return 0;
}

/* ids[i] is the helper of relocs[i] until imports are sorted; 0 for returns. */
static int read_reloc(struct object *o, const Elf64_Rela *r, u32 *id)
{
	u64 sym = ELF64_R_SYM(r->r_info);
	struct rk_target_reloc in = {.offset = (u32)r->r_offset,
		.type = (u32)ELF64_R_TYPE(r->r_info),
		.addend = r->r_addend};
	struct rkb_reloc *out = &o->out->relocs[o->out->n_relocs];

	if (sym >= o->n_syms || r->r_offset > o->out->size)
		return damaged(o);
	in.symbol = string_at(o->strings, o->strings_size, o->syms[sym].st_name);
	*id = import_id(in.symbol);
	if (o->syms[sym].st_shndx != SHN_UNDEF)
		return refuse(o, "a relocation against", in.symbol);
	if (o->t->relocate(&in, o->out->text, o->out->size, out))
		return refuse(o, "a relocation that is not allowed, against", in.symbol);
	if (out->kind == RKB_RELOC_CALL && !*id)
		return refuse(o, "a call of", in.symbol);
	o->out->n_relocs++;
	return *id ? add_import(o, *id) : 0;
}

static int read_relocs(struct object *o, const Elf64_Shdr *s)
{
	struct rk_code *c = o->out;
	size_t n = s->sh_size / sizeof(Elf64_Rela);
	u32 *ids = rk_alloc_array(o->a, n + 1, sizeof(*ids));
	Elf64_Rela r;
	int err;

	if (s->sh_type != SHT_RELA || s->sh_entsize != sizeof(r) || n > RK_MAX_RELOCS || c->relocs)
		return damaged(o);
	c->relocs = rk_alloc_array(o->a, n + 1, sizeof(*c->relocs));
	c->imports = rk_alloc_array(o->a, RK_MAX_IMPORTS, sizeof(*c->imports));
	for (size_t i = 0; i < n; i++) {
		memcpy(&r, o->bytes + s->sh_offset + i * sizeof(r), sizeof(r));
		if ((err = read_reloc(o, &r, &ids[i])))
			return err;
	}
	qsort(c->imports, c->n_imports, sizeof(*c->imports), by_id);
	for (u32 i = 0; i < c->n_relocs; i++)
		for (u32 k = 0; ids[i] && k < c->n_imports; k++)
			if (c->imports[k].id == ids[i])
				c->relocs[i].import = (u16)k;
	qsort(c->relocs, c->n_relocs, sizeof(*c->relocs), by_offset);
	return 0;
}

static int scan_relocs(struct object *o)
{
	int err;

	for (u32 i = 1; i < o->head.e_shnum; i++) {
		const Elf64_Shdr *s = &o->sections[i];

		if (s->sh_type != SHT_RELA && s->sh_type != SHT_REL)
			continue;
		if (s->sh_info == o->text && (err = read_relocs(o, s)))
			return err;
	}
	return 0;
}

static int by_start(const void *a, const void *b)
{
	u32 x = ((const struct rk_code_func *)a)->offset,
	    y = ((const struct rk_code_func *)b)->offset;

	return x < y ? -1 : x > y;
}

/* Functions in order, the entry at 0; what lies between them becomes trapping bytes. */
static int read_funcs(struct object *o)
{
	struct rk_code *c = o->out;
	u32 end = 0;

	c->funcs = rk_alloc_array(o->a, o->n_syms + 1, sizeof(*c->funcs));
	for (size_t i = 0; i < o->n_syms; i++) {
		const Elf64_Sym *s = &o->syms[i];

		if (ELF64_ST_TYPE(s->st_info) != STT_FUNC || s->st_shndx != o->text)
			continue;
		if (s->st_value > c->size || s->st_size > c->size - s->st_value)
			return damaged(o);
		c->funcs[c->n_funcs++] = (struct rk_code_func){
			.name = rk_strdup(o->a, string_at(o->strings, o->strings_size, s->st_name)),
			.offset = (u32)s->st_value,
			.size = (u32)s->st_size,
		};
	}
	qsort(c->funcs, c->n_funcs, sizeof(*c->funcs), by_start);
	if (!c->n_funcs || c->funcs[0].offset || strcmp(c->funcs[0].name, "rk_entry"))
		return refuse(o, "no entry function", "rk_entry");
	for (u32 i = 0; i < c->n_funcs; i++) {
		if (c->funcs[i].offset < end)
			return damaged(o);
		for (; end < c->funcs[i].offset; end++)
			c->text[end] = o->t->pad[end % o->t->pad_len];
		end = c->funcs[i].offset + c->funcs[i].size;
	}
	c->size = end;
	return 0;
}

static int read_lines(struct object *o)
{
	for (u32 i = 1; i < o->head.e_shnum; i++) {
		const Elf64_Shdr *s = &o->sections[i];

		if (s->sh_type == SHT_PROGBITS && !strcmp(section_name(o, s), ".debug_line"))
			return rk_lines_read(o->out, o->a, o->bytes + s->sh_offset, s->sh_size);
	}
	return 0;
}

int rk_emit_code(struct rk_code *out, struct rk_arena *a, const struct rk_target *t,
	const u8 *object, size_t size, const char **why)
{
	struct object o = {.a = a, .t = t, .bytes = object, .size = size, .out = out, .why = why};
	int err;

	if ((err = read_head(&o)) || (err = scan_sections(&o)) || (err = copy_text(&o)) ||
		(err = scan_relocs(&o)) || (err = read_funcs(&o)))
		return err;
	return read_lines(&o) ? damaged(&o) : 0;
}
