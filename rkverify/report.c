/* SPDX-License-Identifier: MIT */
/* The text and JSON reports, and the table of formats. */
#include "report.h"

#include <inttypes.h>
#include <string.h>
#include "json.h"
#include "rk/tables.h"

const char *rk_verdict_name(enum rk_verdict v)
{
	switch (v) {
	case RK_ACCEPT: return "accept";
	case RK_UNSAFE: return "unsafe";
	case RK_UNPROVED: return "unproved";
	case RK_UNSUPPORTED:
	case RK_INPUT: break; /* an object that cannot be read cannot be judged */
	}
	return "unsupported";
}

static const char *hook_name(const struct rk_prog *p)
{
	const struct rk_hook_row *row = rk_hook_row(p->hook.id);

	return row ? row->prefix : "";
}

static void json_place(struct rk_json *j, struct rk_loc loc)
{
	bool known = loc.file && loc.line;

	if (loc.insn >= 0)
		rk_json_number(j, "insn", (u64)loc.insn);
	else
		rk_json_null(j, "insn");
	rk_json_string(j, "file", known ? loc.file : NULL);
	if (!known) {
		rk_json_null(j, "line");
		rk_json_null(j, "column");
		return;
	}
	rk_json_number(j, "line", loc.line);
	rk_json_number(j, "column", loc.column);
}

static void json_diag(struct rk_json *j, const struct rk_diag *e)
{
	char id[16];

	snprintf(id, sizeof(id), "RKV%04d", e->id);
	rk_json_open(j, NULL, '{');
	rk_json_string(j, "id", id);
	rk_json_string(j, "severity", "error");
	json_place(j, e->loc);
	rk_json_string(j, "message", e->text);
	rk_json_open(j, "notes", '[');
	for (const struct rk_note *n = e->notes; n; n = n->next) {
		rk_json_open(j, NULL, '{');
		json_place(j, n->loc);
		rk_json_string(j, "message", n->text);
		rk_json_close(j, '}');
	}
	rk_json_close(j, ']');
	rk_json_close(j, '}');
}

/* All diagnostics, or those of one program. */
static void json_diags(struct rk_json *j, const struct rk_diags *d, const char *program)
{
	rk_json_open(j, "diagnostics", '[');
	for (const struct rk_diag *e = d ? d->first : NULL; e; e = e->next)
		if (!program || !strcmp(e->program, program))
			json_diag(j, e);
	rk_json_close(j, ']');
}

static void json_program(struct rk_json *j, const struct rk_verified *v)
{
	const struct rk_result *r = &v->result;

	rk_json_open(j, NULL, '{');
	rk_json_string(j, "name", v->prog->name);
	rk_json_string(j, "section", v->prog->section);
	rk_json_string(j, "hook", hook_name(v->prog));
	rk_json_number(j, "insns", v->prog->n_insns);
	rk_json_string(j, "verdict", rk_verdict_name(r->verdict));
	if (r->worst_insns == RK_UNKNOWN_COST || r->verdict != RK_ACCEPT)
		rk_json_null(j, "worst_insns");
	else
		rk_json_number(j, "worst_insns", r->worst_insns);
	rk_json_number(j, "stack_bytes", r->stack_bytes);
	rk_json_number(j, "time_us", r->time_us);
	rk_json_number(j, "peak_bytes", r->peak_bytes);
	rk_json_number(j, "states", r->states);
	json_diags(j, v->diags, NULL);
	rk_json_close(j, '}');
}

/* Has an earlier diagnostic named this one's program? */
static bool repeats_program(const struct rk_diags *d, const struct rk_diag *e)
{
	for (const struct rk_diag *x = d->first; x != e; x = x->next)
		if (!strcmp(x->program, e->program))
			return true;
	return false;
}

/* A program that could not be read is reported like the others, so that none goes missing. */
static void json_unread(struct rk_json *j, const struct rk_diags *d, const struct rk_diag *e)
{
	static const char *const zeros[] = {"stack_bytes", "time_us", "peak_bytes", "states"};
	const struct rk_diag_row *row = rk_diag_row(e->id);

	rk_json_open(j, NULL, '{');
	rk_json_string(j, "name", e->program);
	rk_json_string(j, "section", "");
	rk_json_string(j, "hook", "");
	rk_json_number(j, "insns", 0);
	rk_json_string(j, "verdict", rk_verdict_name(row ? row->verdict : RK_INPUT));
	rk_json_null(j, "worst_insns");
	for (size_t i = 0; i < RK_ARRAY_SIZE(zeros); i++)
		rk_json_number(j, zeros[i], 0);
	json_diags(j, d, e->program);
	rk_json_close(j, '}');
}

void rk_report_json(FILE *f, const char *file, const struct rk_verified *v, size_t n,
	const struct rk_diags *object)
{
	struct rk_json j = {.f = f};

	rk_json_open(&j, NULL, '{');
	rk_json_number(&j, "schema", 1);
	rk_json_string(&j, "file", file);
	rk_json_open(&j, "programs", '[');
	for (size_t i = 0; i < n; i++)
		json_program(&j, &v[i]);
	for (const struct rk_diag *e = object ? object->first : NULL; e; e = e->next)
		if (*e->program && !repeats_program(object, e))
			json_unread(&j, object, e);
	rk_json_close(&j, ']');
	json_diags(&j, object, ""); /* of the object as a whole */
	rk_json_close(&j, '}');
}

static void json_file(FILE *f, const struct rk_report *r, bool first)
{
	(void)first;
	rk_report_json(f, r->file, r->v, r->n, r->object);
	fputc('\n', f);
}

static void text_stats(FILE *f, const struct rk_report *r, const struct rk_verified *v)
{
	const struct rk_result *x = &v->result;

	fprintf(f,
		"%s: %s: %u slots, %" PRIu64 " steps, %" PRIu64 " states, %" PRIu64
		" joins, %zu bytes, %" PRIu64 " us\n",
		r->file, v->prog->name, v->prog->n_insns, x->steps, x->states, x->joins,
		x->peak_bytes, x->time_us);
}

static void text_verdict(FILE *f, const struct rk_report *r, const struct rk_verified *v)
{
	const struct rk_result *x = &v->result;

	fprintf(f, "%s: %s (%s): ", r->file, v->prog->name, v->prog->section);
	if (x->verdict != RK_ACCEPT) {
		fprintf(f, "%s\n", rk_verdict_name(x->verdict));
		return;
	}
	if (x->worst_insns == RK_UNKNOWN_COST)
		fputs("accepted, worst case unknown", f);
	else
		fprintf(f, "accepted, worst case %" PRIu64 " instructions", x->worst_insns);
	fprintf(f, ", stack %u bytes\n", x->stack_bytes);
}

static void text_diags(FILE *f, const struct rk_report *r, const struct rk_diags *d)
{
	for (const struct rk_diag *e = d ? d->first : NULL; e; e = e->next)
		rk_diag_print(f, d, e, r->color);
}

static void text_file(FILE *f, const struct rk_report *r, bool first)
{
	(void)first;
	text_diags(f, r, r->object);
	for (size_t i = 0; i < r->n; i++) {
		text_diags(f, r, r->v[i].diags);
		text_verdict(f, r, &r->v[i]);
		if (r->explain && r->v[i].result.verdict == RK_ACCEPT)
			rk_explain_accept(f, &r->v[i]);
		if (r->stats)
			text_stats(f, r, &r->v[i]);
	}
}

static const struct rk_format formats[] = {
	{"text", NULL, text_file, NULL},
	{"json", NULL, json_file, NULL},
	{"github", NULL, rk_report_github, NULL},
	{"junit", rk_report_junit_begin, rk_report_junit, rk_report_junit_end},
	{"sarif", rk_report_sarif_begin, rk_report_sarif, rk_report_sarif_end},
};

const struct rk_format *rk_format_find(const char *name)
{
	for (size_t i = 0; i < RK_ARRAY_SIZE(formats); i++)
		if (!strcmp(formats[i].name, name))
			return &formats[i];
	return NULL;
}
