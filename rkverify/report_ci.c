/* SPDX-License-Identifier: MIT */
/* Reports for continuous integration: GitHub's workflow commands and JUnit XML. */
#include "report.h"

#include <inttypes.h>
#include <string.h>

/* Workflow commands end at a newline; properties also at ',' and ':'. */
static void put_github(FILE *f, const char *s, bool property)
{
	for (; *s; s++) {
		u8 c = (u8)*s;

		if (c < ' ' || c == '%' || (property && (c == ',' || c == ':')))
			fprintf(f, "%%%02X", c);
		else
			fputc(c, f);
	}
}

static void github_diag(FILE *f, const struct rk_report *r, const struct rk_diag *e)
{
	const struct rk_diag_row *row = rk_diag_row(e->id);

	fputs("::error file=", f);
	put_github(f, e->loc.file && e->loc.line ? e->loc.file : r->file, true);
	if (e->loc.file && e->loc.line)
		fprintf(f, ",line=%u,col=%u", e->loc.line, e->loc.column);
	fprintf(f, ",title=RKV%04d ", e->id);
	put_github(f, row ? row->title : "", true);
	fputs("::", f);
	if (*e->program && !(e->loc.file && e->loc.line)) {
		put_github(f, e->program, false);
		fprintf(f, "+%d%%3A ", e->loc.insn);
	}
	put_github(f, e->text, false);
	for (const struct rk_note *n = e->notes; n; n = n->next) {
		fputs("%0A", f);
		if (n->loc.file && n->loc.line) {
			put_github(f, n->loc.file, false);
			fprintf(f, ":%u: ", n->loc.line);
		}
		put_github(f, n->text, false);
	}
	fputc('\n', f);
}

static void github_diags(FILE *f, const struct rk_report *r, const struct rk_diags *d)
{
	for (const struct rk_diag *e = d ? d->first : NULL; e; e = e->next)
		github_diag(f, r, e);
}

void rk_report_github(FILE *f, const struct rk_report *r, bool first)
{
	(void)first;
	github_diags(f, r, r->object);
	for (size_t i = 0; i < r->n; i++)
		github_diags(f, r, r->v[i].diags);
}

/* XML 1.0 has no control characters, not even escaped; bytes above ASCII may be malformed UTF-8. */
static void put_xml(FILE *f, const char *s)
{
	for (; *s; s++) {
		switch (*s) {
		case '&': fputs("&amp;", f); break;
		case '<': fputs("&lt;", f); break;
		case '>': fputs("&gt;", f); break;
		case '"': fputs("&quot;", f); break;
		case '\n': fputs("&#10;", f); break;
		default: fputc((u8)*s < ' ' || (u8)*s >= 0x7f ? '?' : *s, f);
		}
	}
}

static void junit_case(FILE *f, const struct rk_report *r, const char *name, u64 time_us)
{
	fputs("    <testcase name=\"", f);
	put_xml(f, name);
	fputs("\" classname=\"", f);
	put_xml(f, r->file);
	fprintf(f, "\" time=\"%" PRIu64 ".%06" PRIu64 "\"", time_us / 1000000, time_us % 1000000);
}

static void junit_text(FILE *f, const struct rk_loc *loc, const char *text)
{
	if (loc->file && loc->line) {
		put_xml(f, loc->file);
		fprintf(f, ":%u:%u: ", loc->line, loc->column);
	}
	put_xml(f, text);
	fputs("&#10;", f);
}

static void junit_failure(FILE *f, const char *element, const struct rk_diag *e)
{
	fprintf(f, "      <%s type=\"RKV%04d\" message=\"", element, e->id);
	put_xml(f, e->text);
	fputs("\">", f);
	junit_text(f, &e->loc, e->text);
	for (const struct rk_note *n = e->notes; n; n = n->next)
		junit_text(f, &n->loc, n->text);
	fprintf(f, "</%s>\n", element);
}

static void junit_program(FILE *f, const struct rk_report *r, const struct rk_verified *v)
{
	junit_case(f, r, v->prog->name, v->result.time_us);
	if (v->result.verdict == RK_ACCEPT) {
		fputs("/>\n", f);
		return;
	}
	fputs(">\n", f);
	for (const struct rk_diag *e = v->diags ? v->diags->first : NULL; e; e = e->next)
		junit_failure(f, "failure", e);
	fputs("    </testcase>\n", f);
}

static void junit_object(FILE *f, const struct rk_report *r, const struct rk_diag *e)
{
	junit_case(f, r, *e->program ? e->program : "object", 0);
	fputs(">\n", f);
	junit_failure(f, "error", e);
	fputs("    </testcase>\n", f);
}

void rk_report_junit_begin(FILE *f)
{
	fputs("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites>\n", f);
}

void rk_report_junit(FILE *f, const struct rk_report *r, bool first)
{
	size_t errors = r->object ? r->object->n : 0, failures = 0;

	(void)first;
	for (size_t i = 0; i < r->n; i++)
		failures += r->v[i].result.verdict != RK_ACCEPT;
	fputs("  <testsuite name=\"", f);
	put_xml(f, r->file);
	fprintf(f, "\" tests=\"%zu\" failures=\"%zu\" errors=\"%zu\">\n", r->n + errors, failures,
		errors);
	for (const struct rk_diag *e = r->object ? r->object->first : NULL; e; e = e->next)
		junit_object(f, r, e);
	for (size_t i = 0; i < r->n; i++)
		junit_program(f, r, &r->v[i]);
	fputs("  </testsuite>\n", f);
}

void rk_report_junit_end(FILE *f)
{
	fputs("</testsuites>\n", f);
}
