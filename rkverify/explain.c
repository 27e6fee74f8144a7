// SPDX-License-Identifier: MIT
/*
 * Errors in the programmer's terms: what was needed, what was known, where the value came from and
 * which branches led here. Never decides anything.
 */
#include <stdarg.h>
#include "fix.h"

static const char *format(struct rk_an *a, const char *fmt, va_list ap)
{
	char text[512];

	vsnprintf(text, sizeof(text), fmt, ap);
	return rk_strdup(a->diags.arena, text);
}

bool rk_fail(struct rk_an *a, int id, const char *fmt, ...)
{
	va_list ap;

	if (a->error)
		return false;
	va_start(ap, fmt);
	a->error = rk_diag_add(
		&a->diags, id, a->p->name, rk_prog_loc(a->p, a->pc), "%s", format(a, fmt, ap));
	va_end(ap);
	a->inexact = !a->s.exact;
	return false;
}

bool rk_has_room(struct rk_an *a, size_t more)
{
	if (a->pool.work >= (u64)RK_STEPS_MAX * RK_WORK_STEP)
		return rk_fail(a, RK_DIAG_STEPS,
			"the analysis takes more work than %u steps with a few values",
			RK_STEPS_MAX);
	/* From there on a number would be taken for a lock or a section; a step makes far fewer. */
	if (a->next_id >= RK_HELD_OBJECT - (1 << 16))
		return rk_fail(a, RK_DIAG_STEPS, "the analysis tells more than %u values apart",
			RK_HELD_OBJECT - (1 << 16));
	return a->arena->used + more <= RK_MEMORY_MAX ||
	       rk_fail(a, RK_DIAG_MEMORY, "the analysis takes more than %u MiB here",
		       RK_MEMORY_MAX >> 20);
}

void rk_because(struct rk_an *a, u32 insn, const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	rk_diag_note(&a->diags, a->error, rk_prog_loc(a->p, insn), "%s", format(a, fmt, ap));
	va_end(ap);
}

const struct rk_map_def *rk_an_map(const struct rk_an *a, u32 obj)
{
	const struct rk_map_def *m = &a->p->obj->maps[obj & ~RK_MAP_INNER_BIT];

	return obj & RK_MAP_INNER_BIT ? m->inner : m;
}

const char *rk_kind_name(const struct rk_an *a, const struct rk_reg *r)
{
	struct rk_arena *m = a->diags.arena;

	switch (r->kind) {
	case RK_T_NONE: return "not initialised";
	case RK_T_SCALAR: return "a number";
	case RK_T_BROKEN: return "the rest of an overwritten pointer";
	case RK_T_MAP: return rk_format(m, "map '%s'", rk_an_map(a, r->obj)->name);
	case RK_T_FUNC: return "a function";
	case RK_T_CTX: return "the context pointer";
	case RK_T_STACK: return "a pointer to the stack";
	case RK_T_VALUE: return rk_format(m, "a pointer into '%s'", rk_an_map(a, r->obj)->name);
	case RK_T_KEY: return "the key of an element";
	case RK_T_RECORD: return "a ring-buffer record";
	case RK_T_LENT: return "memory of the kernel's";
	case RK_T_ALLOC:
		return rk_format(
			m, "an object of type '%s'", rk_btf_name(&a->p->obj->btf, m, r->obj));
	case RK_T_PACKET: return "a pointer into the packet";
	case RK_T_PACKET_META: return "a pointer to the packet's metadata";
	case RK_T_PACKET_END: return "the end of the packet";
	case RK_T_SOCK: return "a socket";
	case RK_T_OBJECT:
		return rk_format(m, "an object of the kernel's (%s)", rk_object_name(r->obj));
	default:
		return r->obj ? rk_format(m, "a pointer to kernel type '%s'",
					rk_btf_name(a->p->obj->target, m, r->obj))
			      : "a kernel address";
	}
}

static const char *callee(const struct rk_an *a, u32 insn)
{
	const struct rk_insn *in = &a->p->insns[insn];
	const struct rk_helper_row *row = in->kind == RK_INSN_CALL ? rk_helper_row(in->ref) : NULL;

	return row ? row->name : NULL;
}

void rk_note_origin(struct rk_an *a, const struct rk_reg *r, u32 reg)
{
	const char *name;

	if (r->kind == RK_T_NONE || r->origin >= a->p->n_insns || r->origin == a->pc)
		return;
	name = callee(a, r->origin);
	if (name)
		rk_because(a, r->origin, "r%u is what bpf_%s returned here%s", reg, name,
			r->flags & RK_NULLABLE ? ", and it may be null" : "");
	else if (r->kind == RK_T_SCALAR)
		rk_because(a, r->origin, "the number in r%u comes from here", reg);
}

enum { MAX_PATH_NOTES = 4 };

static void note_branch(struct rk_an *a, u32 insn, bool taken)
{
	if (a->p->insns[insn].kind == RK_INSN_PACKET)
		rk_because(a, insn, "on the path where the packet %s",
			taken ? "ends before" : "has these bytes");
	else
		rk_because(a, insn, "on the path where this branch is %s",
			taken ? "taken" : "not taken");
}

/* The last few, in the order of execution; `via` of the run itself is the newest. */
void rk_note_path(struct rk_an *a)
{
	const struct rk_graph *g = a->graph;
	u32 last[MAX_PATH_NOTES], n = 0;

	if (g && a->via != RK_NONE)
		last[n++] = a->via;
	for (u32 i = g ? a->node : RK_NONE; i != RK_NONE && n < MAX_PATH_NOTES;
		i = g->nodes[i].parent)
		if (g->nodes[i].via != RK_NONE)
			last[n++] = g->nodes[i].via;
	while (n--)
		note_branch(a, last[n] >> 1, last[n] & 1);
}
