/* SPDX-License-Identifier: MIT */
/* SARIF 2.1.0: one run over all files; the notes of a diagnostic are its code flow. */
#include "report.h"

#include "json.h"

static void put_uri(struct rk_json *j, const char *path)
{
	static const char keep[] =
		"-._~/abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789";
	char uri[4096 * 3 + 1];
	size_t n = 0;

	for (; *path && n + 4 < sizeof(uri); path++) {
		bool plain = false;

		for (const char *k = keep; *k; k++)
			plain |= *k == *path;
		n += (size_t)snprintf(uri + n, sizeof(uri) - n, plain ? "%c" : "%%%02X", (u8)*path);
	}
	uri[n] = 0;
	rk_json_open(j, "artifactLocation", '{');
	rk_json_string(j, "uri", uri);
	rk_json_close(j, '}');
}

static void put_message(struct rk_json *j, const char *text)
{
	rk_json_open(j, "message", '{');
	rk_json_string(j, "text", text);
	rk_json_close(j, '}');
}

/* Members of a location object: the source line, or the object file and the slot. */
static void put_location(
	struct rk_json *j, const char *object, const char *program, const struct rk_loc *loc)
{
	bool known = loc->file && loc->line;

	rk_json_open(j, "physicalLocation", '{');
	put_uri(j, known ? loc->file : object);
	if (known) {
		rk_json_open(j, "region", '{');
		rk_json_number(j, "startLine", loc->line);
		if (loc->column)
			rk_json_number(j, "startColumn", loc->column);
		rk_json_close(j, '}');
	}
	rk_json_close(j, '}');
	if (!*program)
		return;
	rk_json_open(j, "logicalLocations", '[');
	rk_json_open(j, NULL, '{');
	rk_json_string(j, "name", program);
	rk_json_string(j, "kind", "function");
	rk_json_close(j, '}');
	rk_json_close(j, ']');
}

static void put_step(struct rk_json *j, const char *object, const char *program,
	const struct rk_loc *loc, const char *text)
{
	rk_json_open(j, NULL, '{');
	rk_json_open(j, "location", '{');
	put_location(j, object, program, loc);
	put_message(j, text);
	rk_json_close(j, '}');
	rk_json_close(j, '}');
}

/* What the notes say, those on the error's own instruction behind, and the error last. */
static void put_flow(struct rk_json *j, const char *object, const struct rk_diag *e)
{
	rk_json_open(j, "codeFlows", '[');
	rk_json_open(j, NULL, '{');
	rk_json_open(j, "threadFlows", '[');
	rk_json_open(j, NULL, '{');
	rk_json_open(j, "locations", '[');
	for (const struct rk_note *n = e->notes; n; n = n->next)
		if (n->loc.insn != e->loc.insn)
			put_step(j, object, e->program, &n->loc, n->text);
	for (const struct rk_note *n = e->notes; n; n = n->next)
		if (n->loc.insn == e->loc.insn)
			put_step(j, object, e->program, &n->loc, n->text);
	put_step(j, object, e->program, &e->loc, e->text);
	rk_json_close(j, ']');
	rk_json_close(j, '}');
	rk_json_close(j, ']');
	rk_json_close(j, '}');
	rk_json_close(j, ']');
}

static void put_results(struct rk_json *j, const char *object, const struct rk_diags *d)
{
	char id[16];

	for (const struct rk_diag *e = d ? d->first : NULL; e; e = e->next) {
		snprintf(id, sizeof(id), "RKV%04d", e->id);
		rk_json_open(j, NULL, '{');
		rk_json_string(j, "ruleId", id);
		rk_json_string(j, "level", "error");
		put_message(j, e->text);
		rk_json_open(j, "locations", '[');
		rk_json_open(j, NULL, '{');
		put_location(j, object, e->program, &e->loc);
		rk_json_close(j, '}');
		rk_json_close(j, ']');
		if (e->notes)
			put_flow(j, object, e);
		rk_json_close(j, '}');
	}
}

static void put_rules(struct rk_json *j)
{
	const struct rk_diag_row *row;
	char id[16];

	rk_json_open(j, "rules", '[');
	for (size_t i = 0; (row = rk_diag_row_at(i)); i++) {
		snprintf(id, sizeof(id), "RKV%04d", row->id);
		rk_json_open(j, NULL, '{');
		rk_json_string(j, "id", id);
		rk_json_string(j, "name", row->name);
		rk_json_open(j, "shortDescription", '{');
		rk_json_string(j, "text", row->title);
		rk_json_close(j, '}');
		rk_json_open(j, "help", '{');
		rk_json_string(j, "text", row->help);
		rk_json_close(j, '}');
		rk_json_close(j, '}');
	}
	rk_json_close(j, ']');
}

void rk_report_sarif_begin(FILE *f)
{
	struct rk_json j = {.f = f};

	rk_json_open(&j, NULL, '{');
	rk_json_string(&j, "$schema", "https://json.schemastore.org/sarif-2.1.0.json");
	rk_json_string(&j, "version", "2.1.0");
	rk_json_open(&j, "runs", '[');
	rk_json_open(&j, NULL, '{');
	rk_json_open(&j, "tool", '{');
	rk_json_open(&j, "driver", '{');
	rk_json_string(&j, "name", "rkverify");
	rk_json_string(&j, "version", RK_VERSION);
	put_rules(&j);
	rk_json_close(&j, '}');
	rk_json_close(&j, '}');
	rk_json_open(&j, "results", '[');
}

/* `first`: no result was printed before. Results of later files follow a comma. */
void rk_report_sarif(FILE *f, const struct rk_report *r, bool first)
{
	struct rk_json j = {.f = f, .comma = !first};

	put_results(&j, r->file, r->object);
	for (size_t i = 0; i < r->n; i++)
		put_results(&j, r->file, r->v[i].diags);
}

void rk_report_sarif_end(FILE *f)
{
	fputs("]}]}\n", f);
}
