/* SPDX-License-Identifier: MIT */
/* Diagnostics: rows of diag.def, an append-only list, and the text form. */
#include "diag.h"

#include <stdarg.h>

#define ROW_UNSAFE RK_UNSAFE
#define ROW_UNPROVED RK_UNPROVED
#define ROW_UNSUP RK_UNSUPPORTED
#define ROW_INPUT RK_INPUT

static const struct rk_diag_row rows[] = {
#define DIAG(name, id, verdict, title, help) {id, ROW_##verdict, #name, title, help},
#include "rk/diag.def"
#undef DIAG
};

const struct rk_diag_row *rk_diag_row(int id)
{
	for (size_t i = 0; i < RK_ARRAY_SIZE(rows); i++)
		if (rows[i].id == id)
			return &rows[i];
	return NULL;
}

const struct rk_diag_row *rk_diag_row_at(size_t index)
{
	return index < RK_ARRAY_SIZE(rows) ? &rows[index] : NULL;
}

void rk_diags_init(struct rk_diags *d, struct rk_arena *arena, const char *object)
{
	*d = (struct rk_diags){.arena = arena, .object = object};
	d->last = &d->first;
}

static char *format_text(struct rk_arena *a, const char *fmt, va_list ap)
{
	va_list again;
	char *text;
	int len;

	va_copy(again, ap);
	len = vsnprintf(NULL, 0, fmt, again);
	va_end(again);
	text = rk_alloc(a, len < 0 ? 1 : (size_t)len + 1);
	if (len > 0)
		vsnprintf(text, (size_t)len + 1, fmt, ap);
	return text;
}

struct rk_diag *rk_diag_add(
	struct rk_diags *d, int id, const char *program, struct rk_loc loc, const char *fmt, ...)
{
	struct rk_diag *e = rk_alloc(d->arena, sizeof(*e));
	va_list ap;

	e->id = id;
	e->program = program ? program : "";
	e->loc = loc;
	e->last_note = &e->notes;
	va_start(ap, fmt);
	e->text = format_text(d->arena, fmt, ap);
	va_end(ap);
	*d->last = e;
	d->last = &e->next;
	d->n++;
	return e;
}

void rk_diag_note(struct rk_diags *d, struct rk_diag *e, struct rk_loc loc, const char *fmt, ...)
{
	struct rk_note *n = rk_alloc(d->arena, sizeof(*n));
	va_list ap;

	n->loc = loc;
	va_start(ap, fmt);
	n->text = format_text(d->arena, fmt, ap);
	va_end(ap);
	*e->last_note = n;
	e->last_note = &n->next;
}

/* Texts may quote names out of a hostile file: no control character reaches the terminal. */
static void put_text(FILE *f, const char *s)
{
	for (; *s; s++)
		fputc((unsigned char)*s < ' ' || *s == 0x7f ? '?' : *s, f);
}

/* "ctl.bpf.c:41:9: ", or "ctl.bpf.o: handle+17: " where there is no line. */
static void put_place(FILE *f, const struct rk_diags *d, const char *program, struct rk_loc loc)
{
	if (loc.file && loc.line) {
		put_text(f, loc.file);
		fprintf(f, ":%u:%u: ", loc.line, loc.column);
		return;
	}
	put_text(f, d->object ? d->object : "");
	fputs(": ", f);
	if (!*program && loc.insn < 0)
		return;
	put_text(f, program);
	if (loc.insn >= 0)
		fprintf(f, "+%d", loc.insn);
	fputs(": ", f);
}

void rk_diag_print(FILE *f, const struct rk_diags *d, const struct rk_diag *e, bool color)
{
	const char *bold = color ? "\033[1m" : "", *red = color ? "\033[1;31m" : "";
	const char *cyan = color ? "\033[36m" : "", *off = color ? "\033[0m" : "";

	fputs(bold, f);
	put_place(f, d, e->program, e->loc);
	fprintf(f, "%serror:%s %s", red, off, bold);
	put_text(f, e->text);
	fprintf(f, "%s [RKV%04d]\n", off, e->id);
	for (const struct rk_note *n = e->notes; n; n = n->next) {
		put_place(f, d, e->program, n->loc);
		fprintf(f, "%snote:%s ", cyan, off);
		put_text(f, n->text);
		fputc('\n', f);
	}
}
