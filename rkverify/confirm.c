// SPDX-License-Identifier: MIT
/* Counterexamples in reports and files; see confirm.h. */
#include "confirm.h"
#include <inttypes.h>
#include "json.h"

enum { SHOWN = 6 };

/* A run that breaks the rule shows it: nothing is left to opinion. */
static bool shows(int id)
{
	switch (id) {
	case RK_DIAG_OOB_READ:
	case RK_DIAG_OOB_WRITE:
	case RK_DIAG_NULL_DEREF:
	case RK_DIAG_NOT_POINTER:
	case RK_DIAG_UNINIT_REG:
	case RK_DIAG_UNINIT_STACK:
	case RK_DIAG_STACK_OOB:
	case RK_DIAG_ARG_SIZE:
	case RK_DIAG_LEAK_REF:
	case RK_DIAG_BAD_RELEASE: return true;
	default: return false;
	}
}

/* Some of these are rules that no single run shows: types, fields, policy. */
static bool may_show(int id)
{
	switch (id) {
	case RK_DIAG_READ_ONLY:
	case RK_DIAG_CTX_FIELD:
	case RK_DIAG_MISALIGNED:
	case RK_DIAG_SPILL_BROKEN:
	case RK_DIAG_ARG_TYPE:
	case RK_DIAG_MAP_KIND:
	case RK_DIAG_PTR_ARITH: return true;
	default: return shows(id);
	}
}

static const char *context_field(const struct rk_prog *p, s64 offset)
{
	const struct rk_hook_row *h = rk_hook_row(p->hook.id);

	for (u32 i = 0; h && i < h->n_fields; i++)
		if (h->fields[i].offset == offset)
			return h->fields[i].name;
	return NULL;
}

static bool is_packet_load(const struct rk_prog *p, const struct rk_answer *x)
{
	return p->insns[x->insn].kind == RK_INSN_PACKET &&
	       (x->asked == RK_ASKED_AGAIN || x->asked == RK_ASKED_PACKET);
}

static const char *name_of(const struct rk_prog *p, const struct rk_answer *x, struct rk_arena *a)
{
	const struct rk_helper_row *row = rk_helper_row(x->object);
	const char *field = context_field(p, x->offset);

	if (x->asked == RK_ASKED_CONTEXT && field)
		return rk_format(a, "the context's '%s' is", field);
	if (is_packet_load(p, x))
		return x->asked == RK_ASKED_AGAIN ? "the packet" : "the load gives";
	switch (x->asked) {
	case RK_ASKED_RESULT: return rk_format(a, "bpf_%s returns", row ? row->name : "?");
	case RK_ASKED_AGAIN:
		if (!row)
			return "may_goto";
		return rk_format(a, "bpf_%s has", row ? row->name : "?");
	case RK_ASKED_MAP:
		return rk_format(
			a, "'%s' has at offset %" PRId64, p->obj->maps[x->object].name, x->offset);
	default:
		return rk_format(
			a, "the %s has at offset %" PRId64, rk_asked_name(x->asked), x->offset);
	}
}

/* Results that are pointers: the answer only says whether there is one. */
static const char *meaning(const struct rk_prog *p, const struct rk_answer *x, struct rk_arena *a)
{
	const struct rk_helper_row *row =
		x->asked == RK_ASKED_RESULT ? rk_helper_row(x->object) : NULL;

	if (x->asked == RK_ASKED_AGAIN && is_packet_load(p, x))
		return x->value & 1 ? "has the bytes" : "ends before";
	if (x->asked == RK_ASKED_AGAIN && !x->object)
		return x->value & 1 ? "goes on" : "leaves";
	if (x->asked == RK_ASKED_AGAIN)
		return x->value & 1 ? "another element" : "no more elements";
	if (row && rk_ret_or_null(row->ret))
		return x->value & 1 ? "a pointer" : "null";
	return rk_format(a, "%" PRId64 " (0x%" PRIx64 ")", (s64)x->value, x->value);
}

static u64 shown_value(const struct rk_answer *x)
{
	return x->size == 8 ? x->value : x->value & (((u64)1 << x->size * 8) - 1);
}

static void tell(
	const struct rk_witness *w, const struct rk_prog *p, struct rk_diags *d, struct rk_diag *e)
{
	struct rk_arena *a = d->arena;

	for (u32 i = 0; i < w->n && i < SHOWN; i++) {
		struct rk_answer x = w->answers[i];

		x.value = shown_value(&x);
		rk_diag_note(d, e, rk_prog_loc(p, x.insn), "a run that does it: %s %s here",
			name_of(p, &x, a), meaning(p, &x, a));
	}
	rk_diag_note(d, e, e->loc, "%s: %s%s", w->n ? "then" : "every run", w->fault,
		w->n > SHOWN ? "; --counterexample FILE keeps all of it" : "");
}

static struct rk_diag *error_of(const struct rk_diags *d)
{
	for (struct rk_diag *e = d->first; e; e = e->next)
		if (rk_diag_row(e->id)->verdict == RK_UNSAFE)
			return e;
	return NULL;
}

bool rk_confirm(struct rk_witness *out, struct rk_arena *a, const struct rk_prog *p,
	struct rk_result *r, struct rk_diags *d)
{
	const struct rk_way way = {r->way, r->n_way};
	struct rk_diag *e = r->verdict == RK_UNSAFE ? error_of(d) : NULL;

	if (!e || !may_show(e->id))
		return false;
	if (rk_witness_find(out, a, p, r->error_insn, &way)) {
		tell(out, p, d, e);
		return true;
	}
	if (!shows(e->id))
		return false;
	r->verdict = RK_UNPROVED;
	rk_diag_note(d, e, e->loc,
		"no run was found that does it: the check may only be out of the verifier's sight");
	return false;
}

static void write_answer(struct rk_json *j, const struct rk_answer *x)
{
	char value[24], offset[24];

	snprintf(offset, sizeof(offset), "%" PRId64, x->offset);
	snprintf(value, sizeof(value), "0x%" PRIx64, x->value);
	rk_json_open(j, NULL, '{');
	rk_json_number(j, "insn", x->insn);
	rk_json_string(j, "of", rk_asked_name(x->asked));
	rk_json_number(j, "object", x->object);
	rk_json_string(j, "offset", offset);
	rk_json_number(j, "size", x->size);
	rk_json_string(j, "value", value);
	rk_json_close(j, '}');
}

bool rk_witness_write(const char *path, const struct rk_prog *p, const struct rk_witness *w)
{
	FILE *f = fopen(path, "w");
	struct rk_json j = {.f = f};

	if (!f)
		return false;
	rk_json_open(&j, NULL, '{');
	rk_json_number(&j, "schema", 1);
	rk_json_string(&j, "program", p->name);
	rk_json_number(&j, "insn", w->insn);
	rk_json_string(&j, "fault", w->fault);
	rk_json_number(&j, "changing", w->changing);
	rk_json_open(&j, "answers", '[');
	for (u32 i = 0; i < w->n; i++)
		write_answer(&j, &w->answers[i]);
	rk_json_close(&j, ']');
	rk_json_close(&j, '}');
	fputc('\n', f);
	return !fclose(f);
}
