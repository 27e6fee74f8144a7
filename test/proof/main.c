/* SPDX-License-Identifier: MIT */
/*
 * rk-prove: every claim of proofs.def is put to Z3; a claim is proved if no values of its unknowns
 * refute it, and its assumptions hold for some (a claim about nothing does not count). One process
 * per claim, two at a time. Arguments: harness bitcode, [-t seconds], [-k substring], [-v].
 */
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>
#include "rk/insn.h"
#include "ir.h"
#include "smt.h"

enum outcome { PROVED, REFUTED, UNDECIDED, VACUOUS, BROKEN };
enum { JOBS = 2, MAX_ROWS = 256, TRY_MILLISECONDS = 20000 };

struct row {
	const char *name;
	struct ir_query query;
	enum outcome expected;
	bool opaque;
	pid_t pid;
	double start, seconds;
	enum outcome got;
};

static const struct row table[] = {
#define PROVE(n, h, c, a0, a1, a2) {.name = n, .query = {#h, c, {a0, a1, a2}}},
#define OPAQUE(n, h, c, a0, a1, a2) {.name = n, .query = {#h, c, {a0, a1, a2}}, .opaque = true},
#define REFUTE(n, h, c, a0, a1, a2)                                                                \
	{.name = n, .query = {#h, c, {a0, a1, a2}}, .expected = REFUTED},
#include "proofs.def"
#undef PROVE
#undef OPAQUE
#undef REFUTE
};

struct options {
	const char *bitcode, *filter;
	unsigned seconds;
	bool verbose;
};

static double now(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (double)t.tv_sec + 1e-9 * (double)t.tv_nsec;
}

static void print_one(struct smt *s, Z3_model m, const char *label, Z3_ast name)
{
	Z3_ast value;

	if (Z3_model_eval(s->z3, m, name, false, &value) && Z3_is_numeral_ast(s->z3, value))
		printf("    %-10s %s\n", label, Z3_get_numeral_string(s->z3, value));
}

static void print_model(struct smt *s, Z3_solver solver)
{
	static const char *const ghosts[] = {"ghost0", "ghost1", "ghost2", "ghost3"};
	Z3_model m = Z3_solver_get_model(s->z3, solver);

	for (unsigned i = 0; i < RK_ARRAY_SIZE(ghosts); i++)
		print_one(s, m, ghosts[i],
			Z3_mk_const(s->z3, Z3_mk_string_symbol(s->z3, ghosts[i]),
				Z3_mk_bv_sort(s->z3, 64)));
	for (unsigned i = 0; i < s->n_names && i < 32; i++)
		print_one(s, m, s->labels[i], s->names[i]);
}

/* What is known: the assumptions and the steps that were proved. */
struct known {
	Z3_ast truth[SMT_STEPS + 1];
	unsigned n;
};

static Z3_solver solver_of(struct smt *s, unsigned milliseconds)
{
	Z3_tactic tactic = Z3_mk_tactic(s->z3, s->opaque ? "qfufbv" : "qfbv");
	Z3_solver solver;

	if (milliseconds)
		tactic = Z3_tactic_try_for(s->z3, tactic, milliseconds);
	solver = Z3_mk_solver_from_tactic(s->z3, tactic);
	Z3_solver_inc_ref(s->z3, solver);
	return solver;
}

static Z3_lbool ask(
	struct smt *s, const struct known *k, Z3_ast question, unsigned milliseconds, bool print)
{
	Z3_solver solver = solver_of(s, milliseconds);
	Z3_lbool answer;

	for (unsigned i = 0; i < k->n; i++)
		Z3_solver_assert(s->z3, solver, k->truth[i]);
	Z3_solver_assert(s->z3, solver, question);
	answer = Z3_solver_check(s->z3, solver);
	if (answer == Z3_L_TRUE && print)
		print_model(s, solver);
	Z3_solver_dec_ref(s->z3, solver);
	return answer;
}

/* Every claim in order, each from what was proved before it; refuted, undecided, or proved. */
static enum outcome prove_steps(const struct options *o, struct smt *s, struct known *k, bool print)
{
	bool lost = false; /* a part of what is being tried */

	for (unsigned i = 0; i < s->n_steps; i++) {
		const struct smt_step *step = &s->steps[i];
		double began = now();
		Z3_lbool answer;

		lost &= !step->first && !step->claim;
		if (lost)
			continue;
		answer = ask(s, k, Z3_mk_not(s->z3, step->truth),
			step->claim ? 0 : TRY_MILLISECONDS, print && step->claim);

		if (o->verbose)
			printf("    %s %u: %s, %.1f s\n", step->claim ? "claim" : "try", i,
				answer == Z3_L_FALSE  ? "proved"
				: answer == Z3_L_TRUE ? "refuted"
						      : "undecided",
				now() - began);
		if (answer == Z3_L_FALSE)
			k->truth[k->n++] = step->truth;
		else if (step->claim)
			return answer == Z3_L_TRUE ? REFUTED : UNDECIDED;
		else
			lost = true;
	}
	return PROVED;
}

static enum outcome decide(const struct options *o, const struct row *row)
{
	Z3_config config = Z3_mk_config();
	struct smt *s = calloc(1, sizeof(*s));
	struct known *k = calloc(1, sizeof(*k));
	LLVMValueRef f = ir_prepare(LLVMContextCreate(), o->bitcode, &row->query);
	bool print = row->expected == PROVED || o->verbose;
	enum outcome got;

	s->z3 = Z3_mk_context(config);
	s->opaque = row->opaque;
	smt_translate(s, f);
	k->truth[k->n++] = s->assumed;
	got = prove_steps(o, s, k, print);
	if (got != PROVED)
		return got;
	k->n = 1; /* what was proved follows from the assumptions: they are what may not hold */
	switch (ask(s, k, Z3_mk_true(s->z3), 0, false)) {
	case Z3_L_TRUE: return PROVED;
	case Z3_L_FALSE: return VACUOUS;
	case Z3_L_UNDEF: break;
	}
	return UNDECIDED;
}

static void start(const struct options *o, struct row *row)
{
	fflush(NULL);
	row->start = now();
	row->pid = fork();
	if (row->pid < 0) {
		perror("rk-prove: fork");
		exit(2);
	}
	if (row->pid)
		return;
	/* Of the processor, so that a busy machine proves as much; the signal is "undecided". */
	setrlimit(RLIMIT_CPU, &(struct rlimit){o->seconds, o->seconds + 5});
	exit(decide(o, row));
}

static void report(const struct row *r)
{
	static const char *const words[] = {"proved", "refuted", "undecided", "vacuous", "broken"};

	printf("%-9s %6.1f s  %s%s\n", words[r->got], r->seconds, r->name,
		r->got == r->expected ? "" : "  <- FAILED");
}

static void collect(struct row *rows, size_t n)
{
	int status;
	pid_t pid = wait(&status);

	for (size_t i = 0; i < n; i++) {
		struct row *r = &rows[i];

		if (r->pid != pid)
			continue;
		r->seconds = now() - r->start;
		r->got = WIFEXITED(status) && WEXITSTATUS(status) < BROKEN ? WEXITSTATUS(status)
									   : BROKEN;
		if (WIFSIGNALED(status) && WTERMSIG(status) == SIGXCPU)
			r->got = UNDECIDED;
		r->pid = 0;
		report(r);
	}
}

static int run(const struct options *o)
{
	static struct row rows[MAX_ROWS];
	size_t n = 0, running = 0, bad = 0;
	double begin = now();

	for (size_t i = 0; i < RK_ARRAY_SIZE(table); i++) {
		if (o->filter && !strstr(table[i].name, o->filter))
			continue;
		rows[n++] = table[i];
		if (running == JOBS)
			collect(rows, n - 1);
		else
			running++;
		start(o, &rows[n - 1]);
	}
	for (; running; running--)
		collect(rows, n);
	for (size_t i = 0; i < n; i++)
		bad += rows[i].got != rows[i].expected;
	printf("%zu claims, %zu failed, %.0f s\n", n, bad, now() - begin);
	return bad || !n;
}

RK_STATIC_ASSERT(RK_ARRAY_SIZE(table) <= MAX_ROWS, "rows");

int main(int argc, char **argv)
{
	struct options o = {.seconds = 300};
	int c;

	while ((c = getopt(argc, argv, "t:k:v")) != -1) {
		switch (c) {
		case 't': o.seconds = (unsigned)atoi(optarg); break;
		case 'k': o.filter = optarg; break;
		case 'v': o.verbose = true; break;
		default: return 2;
		}
	}
	if (optind + 1 != argc) {
		fprintf(stderr, "usage: rk-prove [-t SECONDS] [-k SUBSTRING] [-v] HARNESS.bc\n");
		return 2;
	}
	o.bitcode = argv[optind];
	return run(&o);
}
