/* SPDX-License-Identifier: MIT */
/* What a build prints: one screen for people, one JSON object for programs. */
#include <inttypes.h>
#include <stdio.h>

#include "driver.h"
#include "json.h"
#include "rk/tables.h"
#include "used_maps.h"

/* 1234567 -> "1,234,567" */
static const char *grouped(struct rk_arena *a, u64 n)
{
	char digits[24], out[32];
	int len = snprintf(digits, sizeof(digits), "%" PRIu64, n), k = 0;

	for (int i = 0; i < len; i++) {
		if (i && (len - i) % 3 == 0)
			out[k++] = ',';
		out[k++] = digits[i];
	}
	out[k] = 0;
	return rk_strdup(a, out);
}

static const char *key_number(struct rk_arena *a, const u8 keynum[RKB_KEYNUM])
{
	char *out = rk_alloc(a, 2 * RKB_KEYNUM + 1);

	for (int i = 0; i < RKB_KEYNUM; i++)
		sprintf(out + 2 * i, "%02x", keynum[i]);
	return out;
}

/* 0: none; timers have a share of their period instead. */
static u64 limit_of(const struct rk_cc *c, const struct rk_prog *p)
{
	const struct rk_hook_row *row = rk_hook_row(p->hook.id);

	if (c->o.worst_case || c->o.cloud)
		return c->o.worst_case;
	return p->worst_case ? p->worst_case : row ? row->budget_insns : 0;
}

static void print_cost(const struct rk_cc *c, struct rk_arena *a, const struct rk_cc_program *p)
{
	const struct rk_result *r = &p->images[0].result;
	const struct rk_prog *prog = p->images[0].prog;
	u64 limit = limit_of(c, prog);

	if (r->worst_insns == RK_UNKNOWN_COST) {
		printf("  worst case  not bounded\n");
		return;
	}
	printf("  worst case  %s instructions", grouped(a, r->worst_insns));
	if (limit && limit != RK_UNKNOWN_COST)
		printf(" of %s allowed", grouped(a, limit));
	for (u32 i = 0; i < c->o.n_targets; i++)
		printf("%s about %s ns on %s", i ? "," : ";",
			grouped(a, p->images[i].result.worst_ns),
			c->targets[i].arch == RK_ARCH_AARCH64 ? "cortex-a72" : "x86-64");
	if (!limit && prog->hook.period_ns && !c->o.cloud)
		printf(" of %s ns allowed", grouped(a, prog->hook.period_ns / 10));
	putchar('\n');
}

static void print_maps(struct rk_arena *a, const struct rk_prog *p)
{
	u16 used[RK_MAX_MAPS];
	int n = rk_used_maps(p, used);

	for (int i = 0; i < n; i++) {
		const struct rk_map_def *m = &p->obj->maps[used[i]];
		const struct rk_map_row *row = rk_map_row(m->type);

		printf("  %-10s  %s: ", i ? "" : "maps", m->name);
		if (m->type == RK_MAP_RINGBUF)
			printf("ring buffer of %s bytes\n", grouped(a, m->max_entries));
		else if (m->use != RK_MAP_USER)
			printf("global variables, %s bytes\n", grouped(a, m->value_size));
		else
			printf("%s, %s x %u -> %u bytes\n", row ? row->name : "?",
				grouped(a, m->max_entries), m->key_size, m->value_size);
	}
}

static void print_program(const struct rk_cc *c, struct rk_arena *a, const struct rk_cc_program *p)
{
	const struct rk_cc_image *im = &p->images[0];

	printf("%s: %s at %s\n", c->o.source, p->name, im->prog->section);
	printf("  verified    %s instructions, safe on every path\n",
		grouped(a, im->prog->n_insns));
	print_cost(c, a, p);
	printf("  stack       %u bytes\n", im->result.stack_bytes);
	print_maps(a, im->prog);
	for (u32 i = 0; i < c->o.n_targets; i++)
		printf("  %-10s  %s bytes of machine code, %u of native stack, checked\n",
			rk_cc_arch_name(c->targets[i].arch), grouped(a, p->images[i].code.size),
			p->images[i].code.native_stack);
	for (u32 i = 0; i < c->o.n_targets && im->prog->kernel_specific; i++)
		printf("  %-10s  %s only\n", i ? "" : "kernel", c->targets[i].kernel.release);
	printf("  signed      by %s (key %s), counter %" PRIu64 "\n", c->o.key,
		key_number(a, c->keynum), c->o.counter);
	printf("  written     %s, %s bytes\n", p->output, grouped(a, p->blob_size));
}

void rk_cc_report_text(const struct rk_cc *c)
{
	struct rk_arena a;

	rk_arena_init(&a);
	for (u32 k = 0; k < c->n_programs; k++)
		print_program(c, &a, &c->programs[k]);
	rk_arena_fini(&a);
}

/* ---- JSON ---- */

static void json_place(struct rk_json *j, const char *file, u32 line, u32 column, const char *text)
{
	rk_json_string(j, "file", file && *file ? file : NULL);
	rk_json_number(j, "line", line);
	rk_json_number(j, "column", column);
	rk_json_string(j, "message", text);
}

static void json_clang(struct rk_json *j, const struct rk_front_unit *u)
{
	for (const struct rk_front_diag *d = u->diags; d; d = d->next) {
		rk_json_open(j, NULL, '{');
		rk_json_null(j, "id");
		rk_json_string(j, "severity", d->level);
		json_place(j, d->file, d->line, d->column, d->text);
		rk_json_close(j, '}');
	}
}

static void json_diags(struct rk_json *j, const struct rk_diags *diags)
{
	char id[16];

	for (const struct rk_diag *d = diags->first; d; d = d->next) {
		snprintf(id, sizeof(id), "RKV%04d", d->id);
		rk_json_open(j, NULL, '{');
		rk_json_string(j, "id", id);
		rk_json_string(j, "severity", "error");
		json_place(j, d->loc.file, d->loc.line, d->loc.column, d->text);
		rk_json_open(j, "notes", '[');
		for (const struct rk_note *n = d->notes; n; n = n->next) {
			rk_json_open(j, NULL, '{');
			json_place(j, n->loc.file, n->loc.line, n->loc.column, n->text);
			rk_json_close(j, '}');
		}
		rk_json_close(j, ']');
		rk_json_close(j, '}');
	}
}

static void json_image(
	struct rk_json *j, const struct rk_cc_target *t, const struct rk_cc_image *im)
{
	static const char *const verdicts[] = {
		"accept", "unsafe", "unproved", "unsupported", "input"};

	rk_json_open(j, NULL, '{');
	rk_json_string(j, "arch", rk_cc_arch_name(t->arch));
	rk_json_string(j, "verdict", verdicts[im->result.verdict]);
	rk_json_number(j, "insns", im->prog->n_insns);
	if (im->result.worst_insns == RK_UNKNOWN_COST)
		rk_json_null(j, "worst_insns");
	else
		rk_json_number(j, "worst_insns", im->result.worst_insns);
	rk_json_number(j, "worst_ns", im->result.worst_ns);
	rk_json_number(j, "stack_bytes", im->result.stack_bytes);
	rk_json_number(j, "code_bytes", im->code.size);
	rk_json_number(j, "native_stack_bytes", im->code.native_stack);
	rk_json_open(j, "diagnostics", '[');
	if (im->diags.arena)
		json_diags(j, &im->diags);
	rk_json_close(j, ']');
	rk_json_close(j, '}');
}

static void json_program(struct rk_json *j, const struct rk_cc *c, const struct rk_cc_program *p)
{
	rk_json_open(j, NULL, '{');
	rk_json_string(j, "name", p->name);
	rk_json_string(j, "section", p->images[0].prog ? p->images[0].prog->section : NULL);
	rk_json_string(j, "output", p->blob ? p->output : NULL);
	rk_json_number(j, "bytes", p->blob_size);
	rk_json_open(j, "images", '[');
	for (u32 i = 0; i < c->o.n_targets; i++)
		if (p->images[i].diags.arena) /* judged */
			json_image(j, &c->targets[i], &p->images[i]);
	rk_json_close(j, ']');
	rk_json_close(j, '}');
}

void rk_cc_report_json(const struct rk_cc *c, int code)
{
	struct rk_json j = {.f = stdout};
	struct rk_arena a;

	rk_arena_init(&a);
	rk_json_open(&j, NULL, '{');
	rk_json_number(&j, "schema", 1);
	rk_json_string(&j, "file", c->o.source);
	rk_json_number(&j, "exit", (u64)code);
	rk_json_string(&j, "key", code ? NULL : key_number(&a, c->keynum));
	rk_json_number(&j, "counter", c->o.counter);
	rk_json_open(&j, "diagnostics", '[');
	json_clang(&j, &c->units[0]);
	for (u32 i = 0; i < c->o.n_targets; i++)
		if (c->targets[i].diags.arena)
			json_diags(&j, &c->targets[i].diags);
	rk_json_close(&j, ']');
	rk_json_open(&j, "programs", '[');
	for (u32 k = 0; k < c->n_programs; k++)
		json_program(&j, c, &c->programs[k]);
	rk_json_close(&j, ']');
	rk_json_close(&j, '}');
	putchar('\n');
	rk_arena_fini(&a);
}
