/* SPDX-License-Identifier: MIT */
/* Executable sections: decoded once, and cut into functions by their symbols. */
#include <stdlib.h>
#include <string.h>
#include "read.h"

enum { PROGBITS = 1 };

static struct rk_loc nowhere(void)
{
	return (struct rk_loc){.insn = -1};
}

void rk_code_fault(struct rk_code *c, u32 slot, int id, const char *text)
{
	if (!c->faults[slot].id)
		c->faults[slot] = (struct rk_fault){id, text};
}

/* Linux refuses this where it comes to it, no sooner: programs have it behind what cannot be. */
static void refuse_when_reached(struct rk_code *c, u32 slot, const char *why)
{
	rk_core_poison(c, slot, why);
	c->insns[slot].imm = RK_DIAG_BAD_INSN;
}

/* A slot that cannot be decoded becomes an exit with a fault: only its own programs suffer. */
static void decode_section(struct rk_reader *r, struct rk_code *c, const u8 *bytes)
{
	for (u32 i = 0; i < c->n; i += c->insns[i].kind == RK_INSN_LDDW ? 2 : 1) {
		const char *why = rk_insn_decode_slot(bytes, c->n, i, c->insns);

		if (!why)
			continue;
		if (why == rk_insn_writes_frame) {
			refuse_when_reached(c, i, why);
			continue;
		}
		c->insns[i] =
			(struct rk_insn){.kind = RK_INSN_EXIT, .target = -1, .line = RK_NO_LINE};
		rk_code_fault(c, i, RK_DIAG_BAD_INSN, why);
	}
}

struct rk_code *rk_code_add(struct rk_reader *r, const u8 *bytes, u32 n)
{
	struct rk_code *c = &r->codes[r->n_codes++];

	c->n = n;
	c->insns = rk_alloc_array(r->a, c->n, sizeof(*c->insns));
	c->faults = rk_alloc_array(r->a, c->n, sizeof(*c->faults));
	c->poisons = rk_alloc_array(r->a, c->n, sizeof(*c->poisons));
	c->core = rk_alloc_array(r->a, c->n, sizeof(*c->core));
	c->relocated = rk_alloc_array(r->a, c->n, sizeof(*c->relocated));
	c->btf_funcs = rk_alloc_array(r->a, c->n, sizeof(*c->btf_funcs));
	decode_section(r, c, bytes);
	return c;
}

static int refuse(struct rk_reader *r, const char *what, const char *why)
{
	rk_diag_add(r->diags, RK_DIAG_BAD_ELF, NULL, nowhere(), "%s: %s", what, why);
	return RK_EINPUT;
}

static int add_func(struct rk_reader *r, const struct rk_elf_symbol *s)
{
	const struct rk_code *c;
	u64 slot = s->value / 8, end = (s->value + s->size) / 8;

	if (s->type != RK_ELF_FUNC || !s->section || r->code_of[s->section] == RK_NO_CODE)
		return RK_OK;
	c = &r->codes[r->code_of[s->section]];
	if (s->value % 8 || s->size % 8 || slot >= c->n || s->size / 8 > c->n - slot)
		return refuse(r, s->name, "function outside its section");
	r->funcs[r->n_funcs++] = (struct rk_code_func){
		.name = s->name,
		.code = r->code_of[s->section],
		.start = (u32)slot,
		.end = (u32)end,
		.global = s->bind != RK_ELF_LOCAL,
	};
	return RK_OK;
}

static int by_place(const void *x, const void *y)
{
	const struct rk_code_func *a = x, *b = y;

	if (a->code != b->code)
		return a->code < b->code ? -1 : 1;
	if (a->start != b->start)
		return a->start < b->start ? -1 : 1;
	return strcmp(a->name, b->name);
}

/* Symbols without a size reach to the next function; functions never overlap. */
static int check_extents(struct rk_reader *r)
{
	u32 n = 0;

	for (u32 i = 0; i < r->n_funcs; i++) {
		struct rk_code_func f = r->funcs[i];
		bool last = i + 1 == r->n_funcs || r->funcs[i + 1].code != f.code;
		u32 limit = last ? r->codes[f.code].n : r->funcs[i + 1].start;

		if (!last && limit == f.start)
			continue; /* an alias: the last name stays */
		if (f.end == f.start)
			f.end = limit;
		if (f.end > limit)
			return refuse(r, f.name, "function overlaps the next one");
		rk_func_bind(r->codes[f.code].insns, f.start, f.end);
		r->funcs[n++] = f;
	}
	r->n_funcs = n;
	return RK_OK;
}

u32 rk_code_func(const struct rk_reader *r, u32 code, u64 slot)
{
	u32 lo = 0, hi = r->n_funcs;

	while (lo < hi) {
		u32 mid = lo + (hi - lo) / 2;
		const struct rk_code_func *f = &r->funcs[mid];

		if (f->code == code && f->start == slot)
			return mid;
		if (f->code < code || (f->code == code && f->start < slot))
			lo = mid + 1;
		else
			hi = mid;
	}
	return RK_NO_CODE;
}

int rk_code_read(struct rk_reader *r)
{
	int err;

	r->codes = rk_alloc_array(r->a, r->elf.n_sections + 1, sizeof(*r->codes));
	r->code_of = rk_alloc_array(r->a, r->elf.n_sections, sizeof(u32));
	for (u32 i = 0; i < r->elf.n_sections; i++) {
		const struct rk_elf_section *s = &r->elf.sections[i];

		r->code_of[i] = RK_NO_CODE;
		if (!i || s->type != PROGBITS || !s->exec || !s->size)
			continue;
		if (s->size % 8)
			return refuse(r, s->name, "code size is no multiple of 8");
		r->code_of[i] = r->n_codes;
		rk_code_add(r, s->data, (u32)(s->size / 8))->section = i;
	}
	r->funcs = rk_alloc_array(r->a, r->elf.n_symbols + RK_N_BUILTINS, sizeof(*r->funcs));
	for (u32 i = 1; i < r->elf.n_symbols; i++)
		if ((err = add_func(r, &r->elf.symbols[i])))
			return err;
	qsort(r->funcs, r->n_funcs, sizeof(*r->funcs), by_place);
	err = check_extents(r);
	if (!err)
		rk_builtins_add(r);
	return err;
}
