/* SPDX-License-Identifier: MIT */
/* ELF relocations of code: maps, global data, functions, externs. */
#include <string.h>
#include "read.h"

static u32 map_at(const struct rk_reader *r, const struct rk_elf_symbol *s)
{
	for (u32 i = 0; i < r->obj->n_maps; i++)
		if (r->places[i].section == s->section &&
			(r->obj->maps[i].use != RK_MAP_USER || r->places[i].value == s->value))
			return i;
	return RK_NO_CODE;
}

/* A load of an address in global data, or of a map. */
static void apply_map(
	struct rk_reader *r, struct rk_code *c, u32 slot, const struct rk_elf_symbol *s, u32 map)
{
	struct rk_insn *i = &c->insns[slot];
	s64 offset = (s64)(s32)i->imm;

	r->places[map].referenced = true;
	if (r->places[map].fault.id)
		rk_code_fault(c, slot, r->places[map].fault.id, r->places[map].fault.text);
	i->ref = map;
	if (r->obj->maps[map].use == RK_MAP_USER) {
		if (i->imm)
			rk_code_fault(c, slot, RK_DIAG_BAD_RELOC,
				"relocation points into the middle of a map definition");
		i->ref_kind = RK_REF_MAP;
		return;
	}
	if (s->value > r->obj->maps[map].value_size) {
		rk_code_fault(c, slot, RK_DIAG_BAD_RELOC, "variable outside its section");
		return;
	}
	i->ref_kind = RK_REF_MAP_VALUE;
	i->imm = offset + (s64)s->value;
}

static void apply_func_address(
	struct rk_reader *r, struct rk_code *c, u32 slot, const struct rk_elf_symbol *s)
{
	struct rk_insn *i = &c->insns[slot];
	u64 at = s->value + (u64)i->imm;
	u32 func = at % 8 ? RK_NO_CODE : rk_code_func(r, r->code_of[s->section], at / 8);

	if (func == RK_NO_CODE) {
		rk_code_fault(
			c, slot, RK_DIAG_BAD_RELOC, "address of something that is no function");
		return;
	}
	i->ref_kind = RK_REF_FUNC;
	i->ref = func;
	i->imm = 0;
}

static void apply_wide(
	struct rk_reader *r, struct rk_code *c, u32 slot, const struct rk_elf_symbol *s)
{
	u32 map;

	if (c->insns[slot].kind != RK_INSN_LDDW || c->insns[slot].ref_kind != RK_REF_NONE) {
		rk_code_fault(c, slot, RK_DIAG_BAD_RELOC,
			"64-bit relocation of something that is no 16-byte load");
		return;
	}
	if (s->section == RK_ELF_UNDEF) {
		rk_extern_wide(r, c, slot, s);
	} else if ((map = map_at(r, s)) != RK_NO_CODE) {
		apply_map(r, c, slot, s, map);
	} else if (r->code_of[s->section] != RK_NO_CODE) {
		apply_func_address(r, c, slot, s);
	} else {
		rk_code_fault(c, slot, RK_DIAG_BAD_RELOC,
			rk_format(r->a, "'%s' in section '%s' is neither map, data nor function",
				s->name, r->elf.sections[s->section].name));
	}
}

/* Clang leaves -1, or for a static function its slot minus one, in imm: target = slot + 1 + imm. */
static void apply_call(
	struct rk_reader *r, struct rk_code *c, u32 slot, const struct rk_elf_symbol *s)
{
	struct rk_insn *i = &c->insns[slot];
	s64 imm = (s64)i->target - (s64)slot - 1;
	u32 func;

	if (s->section == RK_ELF_UNDEF) {
		rk_extern_call(r, c, slot, s);
		return;
	}
	if (i->kind != RK_INSN_CALL_SUB || r->code_of[s->section] == RK_NO_CODE || s->value % 8) {
		rk_code_fault(c, slot, RK_DIAG_BAD_RELOC, "call relocation that names no function");
		return;
	}
	func = rk_code_func(r, r->code_of[s->section], s->value / 8 + (u64)(imm + 1));
	if (func == RK_NO_CODE)
		rk_code_fault(c, slot, RK_DIAG_BAD_RELOC, "call into the middle of a function");
	i->ref = func;
}

static void apply(struct rk_reader *r, struct rk_code *c, struct rk_elf_reloc rel)
{
	u32 slot = (u32)(rel.offset / 8);

	if (rel.offset % 8 || rel.offset / 8 >= c->n)
		return; /* cannot touch any instruction */
	if (rel.symbol >= r->elf.n_symbols || c->relocated[slot]) {
		rk_code_fault(c, slot, RK_DIAG_BAD_RELOC, "damaged relocation");
		return;
	}
	c->relocated[slot] = true;
	if (rel.type == RK_ELF_R_64_64)
		apply_wide(r, c, slot, &r->elf.symbols[rel.symbol]);
	else if (rel.type == RK_ELF_R_64_32)
		apply_call(r, c, slot, &r->elf.symbols[rel.symbol]);
	else
		rk_code_fault(c, slot, RK_DIAG_BAD_RELOC,
			rk_format(r->a, "relocation type %u is unknown in code", rel.type));
}

/* Calls within a section carry no relocation. */
static void resolve_local_calls(struct rk_reader *r, u32 code)
{
	struct rk_code *c = &r->codes[code];

	for (u32 slot = 0; slot < c->n; slot++) {
		struct rk_insn *i = &c->insns[slot];

		if (i->kind == RK_INSN_LDDW && i->ref_kind == RK_REF_FUNC && !c->relocated[slot])
			i->ref = rk_code_func(r, code, (u32)i->target);
		else if (i->kind == RK_INSN_CALL_SUB && !c->relocated[slot])
			i->ref = rk_code_func(r, code, (u32)i->target);
		else
			continue;
		if (i->ref == RK_NO_CODE)
			rk_code_fault(c, slot, RK_DIAG_BAD_CFG, "call that reaches no function");
	}
}

void rk_relocs_apply(struct rk_reader *r)
{
	for (u32 i = 1; i < r->elf.n_sections; i++) {
		const struct rk_elf_section *s = &r->elf.sections[i];
		u32 n = rk_elf_n_relocs(s);

		if (!n || s->info >= r->elf.n_sections || r->code_of[s->info] == RK_NO_CODE)
			continue;
		for (u32 k = 0; k < n; k++)
			apply(r, &r->codes[r->code_of[s->info]], rk_elf_reloc(s, k));
	}
	for (u32 i = 0; i < r->n_codes; i++)
		resolve_local_calls(r, i);
}
