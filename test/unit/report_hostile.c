/* SPDX-License-Identifier: MIT */
/*
 * Reports stay well-formed whatever names an object brings: JSON and SARIF parse and give back what
 * went in (malformed UTF-8 as U+FFFD), workflow commands stay on one line, JUnit escapes.
 */
#include <jansson.h>
#include <stdlib.h>
#include <string.h>
#include "report.h"

#define HOSTILE "a\"b\\c\n\x01\x7f<&>%,:\xc3\xa9\xff\xed\xa0\x80z"

static void fail(const char *what, const char *text)
{
	fprintf(stderr, "%s:\n%s\n", what, text);
	exit(1);
}

struct input {
	struct rk_arena arena;
	struct rk_prog prog;
	struct rk_verified verified;
	struct rk_diags diags, object;
};

static void make_input(struct input *x)
{
	struct rk_loc loc = {.file = HOSTILE ".c", .line = 7, .column = 3, .insn = 12};
	struct rk_loc none = {.insn = -1};
	struct rk_diag *e;

	rk_arena_init(&x->arena);
	rk_diags_init(&x->diags, &x->arena, HOSTILE ".o");
	rk_diags_init(&x->object, &x->arena, HOSTILE ".o");
	x->prog = (struct rk_prog){.name = HOSTILE, .section = HOSTILE, .n_insns = 5};
	e = rk_diag_add(&x->diags, RK_DIAG_OOB_READ, HOSTILE, loc, "read of '%s'", HOSTILE);
	rk_diag_note(&x->diags, e, loc, "first %s", HOSTILE);
	rk_diag_note(&x->diags, e, none, "second");
	rk_diag_add(&x->object, RK_DIAG_BAD_RELOC, "lost", none, "lost %s", HOSTILE);
	rk_diag_add(&x->object, RK_DIAG_BAD_RELOC, "lost", none, "again");
	rk_diag_add(&x->object, RK_DIAG_BAD_BTF, "", none, "whole");
	x->verified = (struct rk_verified){
		&x->prog, {.verdict = RK_UNSAFE, .worst_insns = RK_UNKNOWN_COST}, &x->diags};
}

static char *render(const struct input *x, const char *format)
{
	const struct rk_format *f = rk_format_find(format);
	struct rk_report r = {
		.file = HOSTILE ".o", .v = &x->verified, .n = 1, .object = &x->object};
	char *text = NULL;
	size_t size;
	FILE *out = open_memstream(&text, &size);

	if (f->begin)
		f->begin(out);
	f->file(out, &r, true);
	f->file(out, &r, false);
	if (f->end)
		f->end(out);
	fclose(out);
	return text;
}

static json_t *parse(const char *text)
{
	json_error_t err;
	json_t *j = json_loads(text, JSON_DISABLE_EOF_CHECK, &err);

	if (!j)
		fail(err.text, text);
	return j;
}

static const char *string_at(json_t *j, const char *key)
{
	const char *s = json_string_value(json_object_get(j, key));

	return s ? s : "(none)";
}

/* What a reader must get back for HOSTILE. */
#define FFFD "\xef\xbf\xbd"
#define CLEAN "a\"b\\c\n\x01\x7f<&>%,:\xc3\xa9" FFFD FFFD FFFD FFFD "z"

static void check_json(const struct input *x)
{
	char *text = render(x, "json");
	json_t *j = parse(text), *programs = json_object_get(j, "programs"), *p, *d;

	if (json_array_size(programs) != 2)
		fail("one program and one that could not be read", text);
	p = json_array_get(programs, 0);
	d = json_array_get(json_object_get(p, "diagnostics"), 0);
	if (strcmp(string_at(p, "name"), CLEAN) || strcmp(string_at(p, "verdict"), "unsafe") ||
		!json_is_null(json_object_get(p, "worst_insns")) ||
		strcmp(string_at(d, "id"), "RKV0020") || strcmp(string_at(d, "file"), CLEAN ".c") ||
		json_integer_value(json_object_get(d, "insn")) != 12 ||
		json_array_size(json_object_get(d, "notes")) != 2)
		fail("program", text);
	p = json_array_get(programs, 1);
	if (strcmp(string_at(p, "name"), "lost") ||
		json_array_size(json_object_get(p, "diagnostics")) != 2 ||
		json_array_size(json_object_get(j, "diagnostics")) != 1)
		fail("diagnostics of the object", text);
	if (!strchr(text, '\n') || strchr(text, '\n') + 1 != text + strlen(text) / 2)
		fail("one line per file", text);
	json_decref(j);
	free(text);
}

static void check_sarif(const struct input *x)
{
	char *text = render(x, "sarif");
	json_t *j = parse(text), *run = json_array_get(json_object_get(j, "runs"), 0);
	json_t *results = json_object_get(run, "results"), *flow;

	if (json_array_size(results) != 8 || strcmp(string_at(j, "version"), "2.1.0"))
		fail("results", text);
	flow = json_object_get(json_array_get(results, 3), "codeFlows");
	flow = json_object_get(json_array_get(flow, 0), "threadFlows");
	flow = json_object_get(json_array_get(flow, 0), "locations");
	/* Two notes, then the error itself. */
	if (json_array_size(flow) != 3)
		fail("code flow", text);
	json_decref(j);
	free(text);
}

static void check_lines(const struct input *x)
{
	char *text = render(x, "github");
	u32 lines = 0;

	for (char *s = text; *s; s++)
		lines += *s == '\n';
	if (lines != 8 || !strstr(text, "file=a\"b\\c%0A%01") || !strstr(text, "<&>%25%2C%3A"))
		fail("github", text);
	free(text);
	text = render(x, "junit");
	if (!strstr(text, "classname=\"a&quot;b\\c&#10;??&lt;&amp;&gt;%,:??") ||
		strchr(text, '\x01'))
		fail("junit", text);
	free(text);
}

int main(void)
{
	struct input x;

	make_input(&x);
	check_json(&x);
	check_sarif(&x);
	check_lines(&x);
	rk_arena_fini(&x.arena);
	return 0;
}
