// SPDX-License-Identifier: MIT
/*
 * rk-bench-verify: every program of a folder of BPF objects, judged here and by the running kernel
 * in turns; verdicts compared both ways, time as a ratio, memory per 1,000 instructions.
 */
#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "cliffs.h"
#include "measure.h"
#include "oracle.h"
#include "verify.h"

enum { MAX_PROGRAMS = 256, ABSENT = -1 };

struct row {
	char file[64], program[ORACLE_NAME];
	u32 insns;
	int verdict; /* enum rk_verdict; ABSENT: the object or the program could not be read */
	int id;      /* of its first diagnostic */
	char why[192];
	double us;
	u64 states;
	size_t peak;
	struct oracle kernel;
};

struct bench {
	struct rk_obj_opts obj;
	struct rk_kernel kernel;
	u32 rounds, n_rows, cap_rows;
	struct row *rows;
	bool list;
	enum oracle_kind kind;
};

static struct row *add_row(struct bench *b, const char *file, const char *program)
{
	struct row *r;

	if (b->n_rows == b->cap_rows) {
		b->cap_rows = b->cap_rows ? b->cap_rows * 2 : 256;
		b->rows = realloc(b->rows, b->cap_rows * sizeof(*b->rows));
		if (!b->rows)
			exit(2);
	}
	r = &b->rows[b->n_rows++];
	*r = (struct row){.verdict = ABSENT};
	snprintf(r->file, sizeof(r->file), "%s", file);
	snprintf(r->program, sizeof(r->program), "%.*s", ORACLE_NAME - 1, program);
	return r;
}

/* ---- one object ---- */

static void note_reason(struct row *r, const struct rk_diags *d, const char *program)
{
	for (const struct rk_diag *e = d->first; e; e = e->next) {
		if (*e->program && strcmp(e->program, program))
			continue;
		r->id = e->id;
		snprintf(r->why, sizeof(r->why), "%s", e->text);
		return;
	}
}

static double verify_once(struct row *r, struct rk_arena *a, const struct rk_prog *p)
{
	const struct rk_verify_opts opts = {.no_facts = true};
	struct rk_arena_mark mark = rk_arena_mark(a);
	struct rk_result result;
	struct rk_diags diags;
	double start, us;

	rk_diags_init(&diags, a, r->file);
	start = cpu_ns();
	if (rk_verify(&result, a, p, &opts, &diags))
		result.verdict = RK_INPUT;
	us = (cpu_ns() - start) / 1e3;
	r->verdict = (int)result.verdict;
	r->states = result.states;
	r->peak = result.peak_bytes;
	note_reason(r, &diags, r->program);
	rk_arena_reset(a, mark);
	return us;
}

static void judge(struct bench *b, struct row *r, struct rk_arena *a, const struct rk_prog *p,
	const char *path)
{
	struct series ours = {0}, theirs = {0};

	for (u32 i = 0; i < b->rounds; i++) {
		if (p)
			series_add(&ours, verify_once(r, a, p));
		oracle_judge(&r->kernel, path, r->program);
		if (r->kernel.verdict == ORACLE_SILENT)
			break;
		series_add(&theirs, r->kernel.us);
	}
	if (p && ours.n < b->rounds)
		for (u32 i = ours.n; i < b->rounds; i++)
			series_add(&ours, verify_once(r, a, p));
	r->us = series_median(&ours);
	r->kernel.us = series_median(&theirs);
	r->insns = p ? p->n_insns : 0;
}

static const struct rk_prog *find_program(const struct rk_obj *obj, const char *name)
{
	for (u32 i = 0; i < obj->n_progs; i++)
		if (!strcmp(obj->progs[i].name, name))
			return &obj->progs[i];
	return NULL;
}

static void judge_object(struct bench *b, const char *folder, const char *file)
{
	static char names[MAX_PROGRAMS][ORACLE_NAME];
	struct rk_obj obj = {0};
	struct rk_diags diags;
	struct rk_arena a;
	char path[1024];
	size_t size;
	u8 *bytes;
	u32 n;

	snprintf(path, sizeof(path), "%s/%s", folder, file);
	rk_arena_init(&a);
	rk_diags_init(&diags, &a, file);
	bytes = rk_read_file(&a, path, &size);
	if (bytes && rk_obj_read(&obj, &a, bytes, size, &b->obj, &diags))
		obj.n_progs = 0;
	obj.path = file;
	n = oracle_programs(path, b->kind, names, MAX_PROGRAMS);
	for (; !n && !b->kind && n < obj.n_progs && n < MAX_PROGRAMS; n++)
		snprintf(names[n], ORACLE_NAME, "%s", obj.progs[n].name);
	for (u32 i = 0; i < n; i++) {
		struct row *r = add_row(b, file, names[i]);

		note_reason(r, &diags, names[i]);
		judge(b, r, &a, find_program(&obj, names[i]), path);
	}
	rk_arena_fini(&a);
}

static int is_object(const struct dirent *d)
{
	size_t n = strlen(d->d_name);

	return n > 2 && !strcmp(d->d_name + n - 2, ".o");
}

static bool judge_folder(struct bench *b, const char *folder)
{
	struct dirent **files;
	int n = scandir(folder, &files, is_object, alphasort);

	if (n < 0) {
		perror(folder);
		return false;
	}
	for (int i = 0; i < n; i++) {
		judge_object(b, folder, files[i]->d_name);
		free(files[i]);
	}
	free(files);
	return true;
}

/* ---- the tables ---- */

static int by_value(const void *a, const void *b)
{
	double x = *(const double *)a, y = *(const double *)b;

	return x < y ? -1 : x > y;
}

static double time_ratio(const struct row *r)
{
	bool both = r->verdict == RK_ACCEPT && r->kernel.verdict == ORACLE_ACCEPTS;

	return both && r->kernel.us > 0 ? r->us / r->kernel.us : -1;
}

static double our_time(const struct row *r)
{
	return time_ratio(r) < 0 ? -1 : r->us;
}

static double kernel_time(const struct row *r)
{
	return time_ratio(r) < 0 ? -1 : r->kernel.us;
}

static double memory(const struct row *r)
{
	return r->insns && r->verdict == RK_ACCEPT ? (double)r->peak / 1024 * 1000 / r->insns : -1;
}

static double memory_started(const struct row *r)
{
	return memory(r) < 0 ? -1 : (double)r->peak / 1024 / ((r->insns + 999) / 1000);
}

static double memory_large(const struct row *r)
{
	return r->insns >= 500 ? memory(r) : -1;
}

static void quantiles(const struct bench *b, const char *name, double (*of)(const struct row *))
{
	double *v = calloc(b->n_rows + 1, sizeof(*v)), sum = 0;
	u32 n = 0;

	if (!v)
		exit(2);
	for (u32 i = 0; i < b->n_rows; i++)
		if (of(&b->rows[i]) >= 0)
			sum += v[n++] = of(&b->rows[i]);
	qsort(v, n, sizeof(*v), by_value);
	if (n)
		printf("%-44s %5u %9.2f %9.2f %9.2f %9.2f %11.1f\n", name, n, v[n / 2],
			v[(u32)((n - 1) * 0.90 + 0.5)], v[(u32)((n - 1) * 0.95 + 0.5)], v[n - 1],
			sum);
	free(v);
}

static void verdict_table(const struct bench *b)
{
	static const char *const kinds[] = {"accept", "unsafe", "unproved", "unsupported", "input"};
	u32 count[6][3] = {0};

	for (u32 i = 0; i < b->n_rows; i++)
		count[b->rows[i].verdict + 1][b->rows[i].kernel.verdict]++;
	printf("%-22s %9s %9s %9s\n", "rkverify \\ kernel", "accept", "reject", "silent");
	for (u32 v = 1; v < 6; v++)
		printf("%-22s %9u %9u %9u\n", kinds[v - 1], count[v][0], count[v][1], count[v][2]);
	printf("%-22s %9u %9u %9u\n", "relocation, object", count[0][0], count[0][1], count[0][2]);
}

static void disagreements(const struct bench *b, bool we_accept)
{
	printf("\n%s:\n", we_accept ? "rkverify accepts, kernel rejects"
				    : "kernel accepts, rkverify does not");
	for (u32 i = 0; i < b->n_rows; i++) {
		const struct row *r = &b->rows[i];

		if (we_accept != (r->verdict == RK_ACCEPT) ||
			r->kernel.verdict != (we_accept ? ORACLE_REJECTS : ORACLE_ACCEPTS))
			continue;
		if (we_accept)
			printf("  %s %s: %s\n", r->file, r->program, r->kernel.why);
		else
			printf("  %s %s: [RKV%04d] %s\n", r->file, r->program, r->id, r->why);
	}
}

static void silences(const struct bench *b)
{
	printf("\nnot judged by the kernel:\n");
	for (u32 i = 0; i < b->n_rows; i++)
		if (b->rows[i].kernel.verdict == ORACLE_SILENT)
			printf("  %s %s: %s\n", b->rows[i].file, b->rows[i].program,
				b->rows[i].kernel.why);
}

static void print_row(const struct row *r)
{
	printf("  %-24s %-32s %6u insns %9.1f us %6llu states %8zu bytes %8.0f KiB/1000   kernel "
	       "%9.0f us %7llu steps   ratio %.2f\n",
		r->file, r->program, r->insns, r->us, (unsigned long long)r->states, r->peak,
		memory(r), r->kernel.us, (unsigned long long)r->kernel.steps, time_ratio(r));
}

static void rows(const struct bench *b)
{
	printf("\n%s:\n",
		b->list ? "all programs" : "outliers: above 0.5x the kernel's time and 100 us");
	for (u32 i = 0; i < b->n_rows; i++) {
		const struct row *r = &b->rows[i];

		if (b->list || (time_ratio(r) > 0.5 && r->us > 100))
			print_row(r);
	}
}

static void print_tables(const struct bench *b)
{
	verdict_table(b);
	printf("\n%-44s %5s %9s %9s %9s %9s %11s\n", "", "n", "median", "p90", "p95", "max", "sum");
	quantiles(b, "time, rkverify / kernel, both accept", time_ratio);
	quantiles(b, "rkverify us, CPU time", our_time);
	quantiles(b, "kernel us, its own figure", kernel_time);
	quantiles(b, "KiB per 1,000 instructions, pro rata", memory);
	quantiles(b, "KiB per started 1,000 instructions", memory_started);
	quantiles(b, "KiB pro rata, programs of 500 or more", memory_large);
	disagreements(b, false);
	disagreements(b, true);
	silences(b);
	rows(b);
}

static bool read_target(struct bench *b, struct rk_arena *a, struct rk_btf *btf)
{
	static const char path[] = "/sys/kernel/btf/vmlinux";
	const char *why;

	if (rk_kernel_types(&b->kernel, btf, a, path, &why)) {
		fprintf(stderr, "rk-bench-verify: error: %s: %s\n", path, why);
		return false;
	}
	b->obj = (struct rk_obj_opts){.arch = RK_ARCH_X86_64, .target = btf, .kernel = &b->kernel};
	return true;
}

int main(int argc, char **argv)
{
	struct bench b = {.rounds = 5};
	struct rk_arena a;
	struct rk_btf btf;
	int i = 1;

	for (; i < argc && argv[i][0] == '-'; i++) {
		b.list |= !strcmp(argv[i], "--list");
		if (!strcmp(argv[i], "--tracing"))
			b.kind = ORACLE_TRACING;
		if (!strcmp(argv[i], "--network"))
			b.kind = ORACLE_NETWORK;
	}
	if (i < argc && atoi(argv[i]) > 0)
		b.rounds = (u32)atoi(argv[i++]);
	if (b.rounds > MAX_ROUNDS)
		b.rounds = MAX_ROUNDS;
	pin_to_one_cpu();
	if (i == argc) {
		bench_cliffs(b.rounds);
		return 0;
	}
	rk_arena_init(&a);
	if (!read_target(&b, &a, &btf))
		return 2;
	for (; i < argc; i++)
		if (!judge_folder(&b, argv[i]))
			return 2;
	print_tables(&b);
	free(b.rows);
	rk_arena_fini(&a);
	return 0;
}
