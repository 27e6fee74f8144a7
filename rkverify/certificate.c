/* SPDX-License-Identifier: MIT */
/* The certificate of an accepted program: what was proved, in the order of the program. */
#include "verify.h"

#include <inttypes.h>
#include "rk/tables.h"

static void put_cost(FILE *f, const struct rk_verified *v)
{
	const struct rk_result *r = &v->result;

	if (r->worst_insns == RK_UNKNOWN_COST)
		fputs("  worst case: unknown\n", f);
	else
		fprintf(f, "  worst case: %" PRIu64 " instructions, about %" PRIu64 " ns\n",
			r->worst_insns, r->worst_ns);
	if (v->prog->obj && r->worst_map < v->prog->obj->n_maps)
		fprintf(f,
			"  worst case by size: at most %" PRIu64 " instructions and %" PRIu64
			" for each entry of '%s'\n",
			r->worst_fixed, r->worst_each, v->prog->obj->maps[r->worst_map].name);
}

static void put_stack(FILE *f, const struct rk_verified *v)
{
	const struct rk_prog *p = v->prog;

	fprintf(f, "  stack: %u bytes", v->result.stack_bytes);
	for (u32 i = 0; v->result.frame_bytes && i < p->n_funcs; i++)
		fprintf(f, "%s %s %u", i ? "," : ":", p->funcs[i].name, v->result.frame_bytes[i]);
	fputc('\n', f);
}

/* Maps by index, so in the order of the object. */
static void put_maps(FILE *f, const struct rk_verified *v)
{
	const struct rk_prog *p = v->prog;

	for (u32 m = 0; p->obj && m < p->obj->n_maps; m++) {
		const struct rk_map_def *def = &p->obj->maps[m];
		const struct rk_map_row *row = rk_map_row(def->type);
		bool used = false;

		for (u32 i = 0; i < p->n_insns && !used; i++) {
			const struct rk_insn *x = &p->insns[i];

			used = x->kind == RK_INSN_LDDW && x->ref == m &&
			       (x->ref_kind == RK_REF_MAP || x->ref_kind == RK_REF_MAP_VALUE);
		}
		if (used)
			fprintf(f, "  map: %s (%s, key %u, value %u, entries %u)\n", def->name,
				row ? row->name : "?", def->key_size, def->value_size,
				def->max_entries);
	}
}

static void put_helpers(FILE *f, const struct rk_verified *v)
{
	const struct rk_helper_row *row;

	for (size_t k = 0; (row = rk_helper_row_at(k)); k++) {
		u32 calls = 0;

		for (u32 i = 0; i < v->prog->n_insns; i++)
			calls += v->prog->insns[i].kind == RK_INSN_CALL &&
				 v->prog->insns[i].ref == row->id;
		if (calls)
			fprintf(f, "  helper: bpf_%s, %u call%s\n", row->name, calls,
				calls == 1 ? "" : "s");
	}
}

static void put_place(FILE *f, const struct rk_prog *p, u32 slot)
{
	struct rk_loc loc = rk_prog_loc(p, slot);

	if (loc.file && loc.line)
		fprintf(f, "%s:%u:%u", loc.file, loc.line, loc.column);
	else
		fprintf(f, "%s+%u", p->name, slot);
}

static void put_loops(FILE *f, const struct rk_verified *v)
{
	for (u32 i = 0; i < v->result.n_loops; i++) {
		const struct rk_loop *l = &v->result.loops[i];

		fputs("  loop: ", f);
		put_place(f, v->prog, l->head);
		if (l->trips == RK_UNKNOWN_COST)
			fputs(": ends\n", f);
		else
			fprintf(f, ": at most %" PRIu64 " trips\n", l->trips);
	}
}

static void put_region(FILE *f, const struct rk_prog *p, const struct rk_fact *x)
{
	static const char *const names[] = {"", "the context", "the stack", "a value of ",
		"a ring-buffer record", "kernel memory (probed)", "the arguments"};

	fputs(x->region < RK_ARRAY_SIZE(names) ? names[x->region] : "?", f);
	if (x->region != RK_REGION_VALUE)
		return;
	if (p->obj && x->map < p->obj->n_maps)
		fprintf(f, "'%s'", p->obj->maps[x->map].name);
	else
		fputs("several maps", f);
}

static void put_access(FILE *f, const struct rk_prog *p, u32 slot, const struct rk_fact *x)
{
	const struct rk_insn *i = &p->insns[slot];
	const char *verb = i->kind == RK_INSN_LDX      ? "read"
			   : i->kind == RK_INSN_ATOMIC ? "atomic update"
						       : "write";

	fputs("  access: ", f);
	put_place(f, p, slot);
	fprintf(f, ": %s of %u bytes in ", verb, i->size);
	put_region(f, p, x);
	if (x->off_min == x->off_max)
		fprintf(f, " at %" PRId64, x->off_min);
	else
		fprintf(f, " at [%" PRId64 ", %" PRId64 "]", x->off_min, x->off_max);
	fprintf(f, ", aligned to %u\n", x->align);
}

void rk_explain_accept(FILE *f, const struct rk_verified *v)
{
	const struct rk_prog *p = v->prog;

	fprintf(f, "certificate of '%s':\n", p->name);
	put_cost(f, v);
	put_stack(f, v);
	put_maps(f, v);
	put_helpers(f, v);
	put_loops(f, v);
	for (u32 i = 0; v->result.facts && i < p->n_insns; i++)
		if (v->result.facts[i].region != RK_REGION_NONE)
			put_access(f, p, i, &v->result.facts[i]);
}
