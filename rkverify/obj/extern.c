/* SPDX-License-Identifier: MIT */
/*
 * Extern symbols: .kconfig values, laid out as a read-only map, and .ksyms, typed variables of
 * the target kernel. Values that are not known are in a map of their own, which is not constant to
 * the verifier, so that what it proves holds for all of them; the compiler refuses such a program.
 */
#include <stdlib.h>
#include <string.h>
#include "read.h"
#include "rk/tables.h"
#include "rk/map.h"

/* The DATASEC that an extern of this name is in; *type is its VAR or FUNC. */
static const char *datasec_of(const struct rk_reader *r, const char *name, u32 *id)
{
	static const char *const sections[] = {".kconfig", ".ksyms"};
	const struct rk_btf *b = &r->obj->btf;

	for (size_t k = 0; k < RK_ARRAY_SIZE(sections); k++) {
		struct rk_btf_type sec =
			rk_btf_type(b, rk_btf_find(b, sections[k], RK_BTF_DATASEC, 0));

		for (u32 i = 0; i < sec.vlen; i++) {
			const u8 *p = sec.tail + 12 * i;

			*id = p[0] | (u32)p[1] << 8 | (u32)p[2] << 16 | (u32)p[3] << 24;
			if (!strcmp(rk_btf_type(b, *id).name, name))
				return sections[k];
		}
	}
	return NULL;
}

/* An extern's value as C sees it: y, m and n of booleans and tristates, numbers, strings. */
static bool write_value(u8 *out, u64 size, const char *text)
{
	u64 number;
	char *end;

	if (*text == '"') {
		size_t n = strlen(text + 1);

		n = n && text[n] == '"' ? n - 1 : n;
		memcpy(out, text + 1, n < size ? n : size - 1);
		return true;
	}
	if (!strcmp(text, "y") || !strcmp(text, "m") || !strcmp(text, "n")) {
		out[0] = *text == 'n' ? 0 : *text == 'm' ? 2 : 1;
		return true;
	}
	number = strtoull(text, &end, 0);
	if (end == text || *end || size > 8)
		return false;
	for (u64 i = 0; i < size; i++)
		out[i] = (u8)(number >> 8 * i);
	return true;
}

static void kconfig_load(
	struct rk_reader *r, struct rk_code *c, u32 slot, const struct rk_elf_symbol *s)
{
	struct rk_insn *i = &c->insns[slot];
	const char *value;
	bool known = rk_kernel_config(&r->kernel, r->a, s->name, &value);

	if (!s->size) {
		rk_code_fault(c, slot, RK_DIAG_BAD_BTF,
			rk_format(r->a, "extern '%s' has no size", s->name));
		return;
	}
	i->ref_kind = RK_REF_MAP_VALUE;
	i->ref = r->kconfig_map[known];
	c->core[slot] |= known; /* what one kernel says is compiled in */
	i->imm = (s64)s->value + (s32)i->imm;
	if (s->bind != RK_ELF_WEAK && known && !value)
		rk_code_fault(c, slot, RK_DIAG_BAD_RELOC,
			rk_format(
				r->a, "the target's configuration has no value of '%s'", s->name));
}

static bool is_untyped(const struct rk_reader *r, u32 id)
{
	struct rk_btf_type t = rk_btf_type(&r->obj->btf, id);

	return t.kind == RK_BTF_VAR && !rk_btf_skip(&r->obj->btf, t.size_or_type);
}

bool rk_ksym_is_untyped(const struct rk_reader *r, const struct rk_elf_symbol *s)
{
	const char *section;
	u32 id;

	if (s->section != RK_ELF_UNDEF)
		return false;
	section = datasec_of(r, s->name, &id);
	return section && !strcmp(section, ".ksyms") && is_untyped(r, id);
}

/* As libbpf: one that the kernel does not have is null if it is weak, else the load fails. */
static void untyped_load(
	struct rk_reader *r, struct rk_code *c, u32 slot, const struct rk_elf_symbol *s)
{
	u8 is = r->ksyms[s - r->elf.symbols];
	struct rk_insn *i = &c->insns[slot];

	i->imm = 0;
	if (is == RK_KSYM_ABSENT && s->bind != RK_ELF_WEAK)
		rk_code_fault(c, slot, RK_DIAG_BAD_RELOC,
			rk_format(r->a, "the target kernel has no symbol '%s'", s->name));
	if (is == RK_KSYM_ABSENT)
		return;
	i->ref_kind = RK_REF_KSYM;
	i->ref = 0;
	i->imm = is == RK_KSYM_PRESENT;
}

static void ksym_load(
	struct rk_reader *r, struct rk_code *c, u32 slot, const struct rk_elf_symbol *s, u32 id)
{
	const struct rk_btf *target = r->obj->target;
	struct rk_btf_type t = rk_btf_type(&r->obj->btf, id);
	struct rk_insn *i = &c->insns[slot];
	u32 var = target && t.kind == RK_BTF_VAR ? rk_btf_find(target, s->name, RK_BTF_VAR, 0) : 0;
	bool func = target && t.kind == RK_BTF_FUNC && rk_btf_find(target, s->name, RK_BTF_FUNC, 0);

	c->core[slot] = true;
	if (var) {
		i->ref_kind = RK_REF_KSYM;
		i->ref = var;
	} else if (is_untyped(r, id)) {
		untyped_load(r, c, slot, s);
	} else if (func) { /* an address, no more: the loader takes it from the kernel */
		i->ref_kind = RK_REF_KSYM;
		i->ref = 0;
		i->imm = 1;
	} else if (!target) {
		rk_code_fault(c, slot, RK_DIAG_NEED_BTF,
			rk_format(r->a, "kernel symbol '%s' needs the target's BTF", s->name));
	} else if (s->bind == RK_ELF_WEAK) {
		i->imm = 0;
	} else {
		rk_code_fault(c, slot, RK_DIAG_BAD_RELOC,
			rk_format(r->a, "the target kernel has no typed variable '%s'", s->name));
	}
}

void rk_extern_wide(struct rk_reader *r, struct rk_code *c, u32 slot, const struct rk_elf_symbol *s)
{
	u32 id;
	const char *section = datasec_of(r, s->name, &id);

	if (!section)
		rk_code_fault(c, slot, RK_DIAG_BAD_RELOC,
			rk_format(r->a, "'%s' is declared, and defined nowhere", s->name));
	else if (!strcmp(section, ".kconfig"))
		kconfig_load(r, c, slot, s);
	else
		ksym_load(r, c, slot, s, id);
}

/* The number of a kernel function that the verifier judges, where the target has it; 0: none. */
static u32 known_kfunc(const struct rk_reader *r, const char *name)
{
	const struct rk_btf *target = r->obj->target;
	const struct rk_helper_row *row;

	if (strncmp(name, "bpf_", 4) || !target || !rk_btf_find(target, name, RK_BTF_FUNC, 0))
		return 0;
	for (u32 id = RK_KFUNCS; (row = rk_helper_row(id)); id++)
		if (!strcmp(row->name, name + 4))
			return id;
	return 0;
}

/*
 * The call of a weak kernel function that is not judged is poison: it is reached where the target
 * has the function, or where the program does not test for it.
 */
void rk_extern_call(struct rk_reader *r, struct rk_code *c, u32 slot, const struct rk_elf_symbol *s)
{
	u32 id, builtin = rk_builtin_find(r, s->name), kfunc = known_kfunc(r, s->name);
	const char *section = datasec_of(r, s->name, &id);

	if (section && builtin != RK_NO_CODE && c->insns[slot].kind == RK_INSN_CALL_SUB)
		c->insns[slot].ref = builtin;
	else if (section && kfunc && c->insns[slot].kind == RK_INSN_CALL_SUB)
		c->insns[slot] = (struct rk_insn){.kind = RK_INSN_CALL,
			.ref = kfunc,
			.target = -1,
			.line = c->insns[slot].line};
	else if (section && s->bind == RK_ELF_WEAK)
		rk_core_poison(
			c, slot, rk_format(r->a, "kernel function '%s' is not supported", s->name));
	else if (section)
		rk_code_fault(c, slot, RK_DIAG_UNSUPPORTED,
			rk_format(r->a, "kernel function '%s' is not supported", s->name));
	else
		rk_code_fault(c, slot, RK_DIAG_BAD_RELOC,
			rk_format(r->a, "function '%s' is declared, and defined nowhere", s->name));
}

/* The size of a .kconfig extern, 0 for other symbols. */
static u64 extern_size(const struct rk_reader *r, const struct rk_elf_symbol *s)
{
	const char *section;
	s64 size;
	u32 id;

	if (s->section != RK_ELF_UNDEF)
		return 0;
	section = datasec_of(r, s->name, &id);
	if (!section || strcmp(section, ".kconfig"))
		return 0;
	size = rk_btf_size(&r->obj->btf, id);
	return size > 0 && size <= 4096 ? (u64)size : 0;
}

/*
 * Place each .kconfig extern whose value is known, or each other, at an aligned offset, kept in its
 * symbol's value: what the file says there means nothing for an extern.
 */
static u64 place_externs(struct rk_reader *r, bool known)
{
	u64 at = 0;

	for (u32 i = 1; i < r->elf.n_symbols; i++) {
		struct rk_elf_symbol *s = &r->elf.symbols[i];
		u64 size = extern_size(r, s);
		const char *text;

		if (s->section == RK_ELF_UNDEF && !size)
			s->value = s->size = 0;
		if (!size || rk_kernel_config(&r->kernel, r->a, s->name, &text) != known)
			continue;
		at = (at + 7) & ~7ull;
		s->value = at;
		s->size = size;
		at += size;
	}
	return at;
}

static void fill_externs(struct rk_reader *r, u8 *bytes)
{
	for (u32 i = 1; i < r->elf.n_symbols; i++) {
		const struct rk_elf_symbol *s = &r->elf.symbols[i];
		const char *text;

		if (!extern_size(r, s) || !rk_kernel_config(&r->kernel, r->a, s->name, &text))
			continue;
		if (text && !write_value(bytes + s->value, s->size, text))
			rk_diag_add(r->diags, RK_DIAG_BAD_RELOC, NULL, (struct rk_loc){.insn = -1},
				"value '%s' does not fit the declaration of '%s'", text, s->name);
	}
}

static void add_kconfig(struct rk_reader *r, bool known)
{
	u64 size = place_externs(r, known);
	u8 *bytes = NULL;

	r->kconfig_map[known] = r->obj->n_maps;
	if (!size)
		return;
	if (known) {
		bytes = rk_alloc(r->a, size);
		fill_externs(r, bytes);
	}
	r->places[r->obj->n_maps] = (struct rk_map_place){.section = RK_NO_CODE};
	r->obj->maps[r->obj->n_maps++] = (struct rk_map_def){.name = ".kconfig",
		.type = RK_MAP_ARRAY,
		.key_size = 4,
		.value_size = (u32)size,
		.max_entries = 1,
		.flags = RK_MAP_F_RDONLY_PROG,
		.use = known ? RK_MAP_RODATA : RK_MAP_DATA,
		.init = bytes};
}

/* The configuration is large: it is read for an object that asks about it. */
static bool asks_config(const struct rk_reader *r)
{
	for (u32 i = 1; i < r->elf.n_symbols; i++)
		if (!strncmp(r->elf.symbols[i].name, "CONFIG_", 7) &&
			extern_size(r, &r->elf.symbols[i]))
			return true;
	return false;
}

void rk_kconfig_read(struct rk_reader *r)
{
	if (r->opts && r->opts->kernel)
		r->kernel = *r->opts->kernel;
	if (!rk_btf_find(&r->obj->btf, ".kconfig", RK_BTF_DATASEC, 0))
		return;
	if (r->kernel.running && !r->kernel.config && asks_config(r))
		r->kernel.config = rk_kernel_running_config(r->a, r->kernel.release);
	add_kconfig(r, true);
	add_kconfig(r, false);
}
