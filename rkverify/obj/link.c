/* SPDX-License-Identifier: MIT */
/*
 * Programs: a function in a hook's section, followed by the subprograms it reaches, each once, in
 * the order of first use (as libbpf lays them out).
 */
#include <stdio.h>
#include <string.h>
#include "read.h"
#include "rk/tables.h"
#include "target.h"

/* Bounds on copies: many programs may share one large subprogram. */
enum { MAX_SLOTS = 1000000, MAX_LINKED = 8000000 };

struct linker {
	struct rk_reader *r;
	struct rk_prog *p;
	u32 *members;  /* functions of the program, in order */
	u32 *position; /* per function: index in members plus one, 0 where absent */
	bool *callback;
	u32 n;
	u32 *stack, *cursor, depth; /* functions being scanned, and where */
	u32 slots;
};

static struct rk_loc line_of(const struct rk_reader *r, const struct rk_code *c, u32 slot, u32 insn)
{
	struct rk_loc loc = {.insn = (s32)insn};
	u32 line = c->insns[slot].line;

	if (line >= r->n_lines)
		return loc;
	loc.file = r->lines[line].file;
	loc.line = r->lines[line].line;
	loc.column = r->lines[line].column;
	return loc;
}

static void push(struct linker *l, u32 func)
{
	const struct rk_code_func *f = &l->r->funcs[func];

	if (l->position[func])
		return;
	l->members[l->n++] = func;
	l->position[func] = l->n;
	l->stack[l->depth] = func;
	l->cursor[l->depth++] = f->start;
	l->slots += f->end - f->start;
}

/* Depth first, in the order of calls; recursion shows up later, when the verifier walks the calls.
 */
static void collect(struct linker *l, u32 main)
{
	push(l, main);
	while (l->depth && l->slots <= MAX_SLOTS) {
		u32 top = l->depth - 1;
		const struct rk_code_func *f = &l->r->funcs[l->stack[top]];
		const struct rk_code *c = &l->r->codes[f->code];
		const struct rk_insn *i;

		if (l->cursor[top] >= f->end) {
			l->depth--;
			continue;
		}
		i = &c->insns[l->cursor[top]];
		if (c->faults[l->cursor[top]++].id)
			continue;
		if (i->kind == RK_INSN_CALL_SUB || i->ref_kind == RK_REF_FUNC) {
			l->callback[i->ref] |= i->ref_kind == RK_REF_FUNC;
			push(l, i->ref);
		}
	}
}

static bool report_fault(struct linker *l, const struct rk_code_func *f, u32 base)
{
	const struct rk_code *c = &l->r->codes[f->code];
	const char *why;
	u32 bad;

	for (u32 s = f->start; s < f->end; s++) {
		if (!c->faults[s].id)
			continue;
		rk_diag_add(l->r->diags, c->faults[s].id, l->p->name,
			line_of(l->r, c, s, base + s - f->start), "%s", c->faults[s].text);
		return true;
	}
	why = rk_func_check(c->insns, f->start, f->end, &bad);
	if (why)
		rk_diag_add(l->r->diags, RK_DIAG_BAD_CFG, l->p->name,
			line_of(l->r, c, bad, base + bad - f->start), "%s", why);
	return why;
}

static void copy_func(struct linker *l, u32 member, u32 base, u32 *n_poisons)
{
	const struct rk_code_func *f = &l->r->funcs[l->members[member]];
	const struct rk_code *c = &l->r->codes[f->code];

	l->p->funcs[member] = (struct rk_func){
		.name = f->name,
		.start = base,
		.end = base + f->end - f->start,
		.btf_func = c->btf_funcs[f->start],
		.global = f->global,
		.builtin = f->builtin,
		.callback = l->callback[l->members[member]],
	};
	for (u32 s = f->start; s < f->end; s++) {
		struct rk_insn *i = &l->p->insns[base + s - f->start];

		*i = c->insns[s];
		l->p->kernel_specific |= c->core[s];
		*n_poisons += c->poisons[s] != NULL;
		if (rk_insn_jumps(i))
			i->target = i->target - (s32)f->start + (s32)base;
	}
}

static void copy_poisons(struct linker *l, u32 n)
{
	u32 slot = 0;

	l->p->poisons = rk_alloc_array(l->r->a, n, sizeof(*l->p->poisons));
	for (u32 m = 0; m < l->n; m++) {
		const struct rk_code_func *f = &l->r->funcs[l->members[m]];

		for (u32 s = f->start; s < f->end; s++, slot++)
			if (l->r->codes[f->code].poisons[s])
				l->p->poisons[l->p->n_poisons++] =
					(struct rk_poison){slot, l->r->codes[f->code].poisons[s]};
	}
}

/* Function indices of the object become those of the program. */
static void retarget(struct linker *l)
{
	struct rk_prog *p = l->p;

	for (u32 s = 0; s < p->n_insns; s++) {
		struct rk_insn *i = &p->insns[s];

		if (i->kind != RK_INSN_CALL_SUB && i->ref_kind != RK_REF_FUNC)
			continue;
		i->ref = l->position[i->ref] - 1;
		i->target = (s32)p->funcs[i->ref].start;
		if (i->kind == RK_INSN_CALL_SUB)
			i->src = 0;
	}
}

static void copy(struct linker *l)
{
	struct rk_prog *p = l->p;
	u32 base = 0, n_poisons = 0;

	p->insns = rk_alloc_array(l->r->a, l->slots, sizeof(*p->insns));
	p->n_insns = l->slots;
	p->funcs = rk_alloc_array(l->r->a, l->n, sizeof(*p->funcs));
	p->n_funcs = l->n;
	for (u32 m = 0; m < l->n; m++) {
		copy_func(l, m, base, &n_poisons);
		base = p->funcs[m].end;
	}
	copy_poisons(l, n_poisons);
	retarget(l);
}

/* Link from function `main`; false with a diagnostic where the program cannot be had. */
static bool link_program(struct rk_reader *r, struct rk_prog *p, u32 main)
{
	struct rk_arena scratch;
	struct linker l = {.r = r, .p = p};
	bool ok = true;
	u32 base = 0;

	rk_arena_init(&scratch);
	l.members = rk_alloc_array(&scratch, r->n_funcs, sizeof(u32));
	l.position = rk_alloc_array(&scratch, r->n_funcs, sizeof(u32));
	l.callback = rk_alloc_array(&scratch, r->n_funcs, sizeof(bool));
	l.stack = rk_alloc_array(&scratch, r->n_funcs, sizeof(u32));
	l.cursor = rk_alloc_array(&scratch, r->n_funcs, sizeof(u32));
	collect(&l, main);
	for (u32 m = 0; ok && m < l.n; m++) {
		const struct rk_code_func *f = &r->funcs[l.members[m]];

		ok = !report_fault(&l, f, base);
		base += f->end - f->start;
	}
	r->linked += l.slots;
	if (ok && (l.slots > MAX_SLOTS || r->linked > MAX_LINKED)) {
		rk_diag_add(r->diags, RK_DIAG_TOO_LARGE, p->name, (struct rk_loc){.insn = -1},
			"more than %u instructions in a program, or %u in all programs", MAX_SLOTS,
			MAX_LINKED);
		ok = false;
	}
	if (ok)
		copy(&l);
	rk_arena_fini(&scratch);
	return ok;
}

/* What the robot has in place of a role; NULL with a diagnostic where it lacks what is named. */
static const char *on_target(
	struct rk_reader *r, const struct rk_code_func *f, const char *section, struct rk_loc loc)
{
	const char *why = NULL, *real = section;

	if (r->opts && r->opts->robot && !r->opts->hook)
		real = rk_target_resolve(r->opts->robot, r->a, section, &why);
	if (!real)
		rk_diag_add(r->diags, RK_DIAG_NOT_ON_TARGET, f->name, loc, "SEC(\"%s\"): %s",
			section, why);
	return real;
}

/* A section's hook; false with a diagnostic where it has none. */
static bool read_hook(struct rk_reader *r, const struct rk_code_func *f, const char **section,
	struct rk_hook *hook)
{
	const char *why = NULL, *text = r->opts && r->opts->hook ? r->opts->hook : *section;
	struct rk_loc loc = line_of(r, &r->codes[f->code], f->start, 0);
	int err;

	if (!f->global) {
		rk_diag_add(r->diags, RK_DIAG_BAD_SECTION, f->name, loc,
			"static function in section '%s': a program is not static", *section);
		return false;
	}
	err = rk_hook_parse(text, hook, &why);
	if (err)
		rk_diag_add(
			r->diags, RK_DIAG_BAD_SECTION, f->name, loc, "SEC(\"%s\"): %s", text, why);
	if (err)
		return false;
	text = on_target(r, f, *section, loc);
	if (text && text != *section)
		rk_hook_parse(text, hook, &why);
	*section = text;
	return text != NULL;
}

static void read_program(struct rk_reader *r, u32 func)
{
	const struct rk_code_func *f = &r->funcs[func];
	const char *section = r->elf.sections[r->codes[f->code].section].name;
	struct rk_prog *p = &r->obj->progs[r->obj->n_progs];

	if (r->codes[f->code].builtin || !strcmp(section, ".text"))
		return;
	section += *section == '?';
	*p = (struct rk_prog){.name = f->name,
		.section = section,
		.obj = r->obj,
		.lines = r->lines,
		.n_lines = r->n_lines};
	if (!read_hook(r, f, &p->section, &p->hook) || !link_program(r, p, func))
		return;
	rk_ctx_read(r, p);
	r->obj->n_progs++;
}

void rk_progs_link(struct rk_reader *r)
{
	r->obj->progs = rk_alloc_array(r->a, r->n_funcs, sizeof(*r->obj->progs));
	for (u32 i = 0; i < r->n_funcs; i++)
		read_program(r, i);
}
