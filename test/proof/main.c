/* SPDX-License-Identifier: MIT */
/*
 * rk-prove: every claim of proofs.def and law of laws.def is put to Z3; a claim is proved if no
 * values of its unknowns refute it, and its assumptions hold for some (a claim about nothing does
 * not count). One process per claim, so many at a time; times are the processor's. Arguments:
 * harness bitcode, [-t seconds per claim], [-b seconds for all], [-j processes], [-k part of a
 * name], [-v].
 */
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>
#include "rk/insn.h"
#include "ir.h"
#include "smt.h"

enum outcome { PROVED, REFUTED, UNDECIDED, VACUOUS, BROKEN };
enum { MAX_ROWS = 256, TRY_MILLISECONDS = 20000 };
#define SMT_WHOLE (~0u) /* no case by itself */

struct row {
	const char *name;
	struct ir_query query;
	enum outcome expected;
	bool opaque;
	const char *unknowns, *premises, *conclusion; /* of a law */
	pid_t pid;
	double seconds;
	enum outcome got;
};

static const struct row table[] = {
#define PROVE(n, h, c, a0, a1, a2) {.name = n, .query = {#h, c, {a0, a1, a2}}},
#define OPAQUE(n, h, c, a0, a1, a2) {.name = n, .query = {#h, c, {a0, a1, a2}}, .opaque = true},
#define REFUTE(n, h, c, a0, a1, a2)                                                                \
	{.name = n, .query = {#h, c, {a0, a1, a2}}, .expected = REFUTED},
#define LAW(n, u, p, c) {.name = "law: " n, .unknowns = u, .premises = p, .conclusion = c},
#include "laws.def"
#include "proofs.def"
#undef PROVE
#undef OPAQUE
#undef REFUTE
#undef LAW
};

struct options {
	const char *bitcode, *filter;
	unsigned seconds, budget, jobs;
	bool verbose;
};

static double seconds_of(const struct rusage *u)
{
	return (double)(u->ru_utime.tv_sec + u->ru_stime.tv_sec) +
	       1e-6 * (double)(u->ru_utime.tv_usec + u->ru_stime.tv_usec);
}

static double used(void)
{
	struct rusage u;

	getrusage(RUSAGE_SELF, &u);
	return seconds_of(&u);
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

/* What is known: assumptions, and the steps that were proved. */
struct known {
	Z3_ast truth[SMT_FACTS + SMT_STEPS];
	unsigned n;
};

static Z3_solver solver_of(struct smt *s, unsigned milliseconds)
{
	Z3_tactic tactic = Z3_mk_tactic(s->z3, "qfufbv");
	Z3_solver solver;

	if (milliseconds)
		tactic = Z3_tactic_try_for(s->z3, tactic, milliseconds);
	solver = Z3_mk_solver_from_tactic(s->z3, tactic);
	Z3_solver_inc_ref(s->z3, solver);
	return solver;
}

/* The same with the number that is split over, if there is one, in place of its name. */
static Z3_ast in_case(struct smt *s, Z3_ast truth, unsigned which)
{
	Z3_ast number;

	if (which == SMT_WHOLE)
		return truth;
	number = smt_number(s, 64, which);
	return Z3_simplify(s->z3, Z3_substitute(s->z3, truth, 1, &s->split, &number));
}

static Z3_lbool ask(struct smt *s, const struct known *k, Z3_ast question, unsigned which,
	unsigned milliseconds, bool print)
{
	Z3_solver solver;
	Z3_lbool answer;

	question = in_case(s, question, which);
	if (Z3_get_bool_value(s->z3, question) == Z3_L_FALSE)
		return Z3_L_FALSE;
	solver = solver_of(s, milliseconds);
	for (unsigned i = 0; i < k->n; i++)
		Z3_solver_assert(s->z3, solver, in_case(s, k->truth[i], which));
	Z3_solver_assert(s->z3, solver, question);
	answer = Z3_solver_check(s->z3, solver);
	if (answer == Z3_L_TRUE && print)
		print_model(s, solver);
	Z3_solver_dec_ref(s->z3, solver);
	return answer;
}

/* Both ways of each branch that the question depends on. */
static Z3_lbool ask_paths(struct smt *s, struct known *k, Z3_ast question, bool print)
{
	Z3_ast cond = smt_condition(s, question), no = cond ? Z3_mk_not(s->z3, cond) : NULL;
	Z3_ast to[] = {Z3_mk_true(s->z3), Z3_mk_false(s->z3)};
	Z3_lbool answer = Z3_L_FALSE;

	if (!cond || k->n == SMT_FACTS)
		return ask(s, k, question, SMT_WHOLE, 0, print);
	for (int way = 0; way < 2 && answer == Z3_L_FALSE; way++) {
		k->truth[k->n++] = way ? no : cond;
		answer = ask_paths(s, k,
			Z3_simplify(s->z3, Z3_substitute(s->z3, question, 1, &cond, &to[way])),
			print);
		k->n--;
	}
	return answer;
}

/* False where the step holds in every case. */
static Z3_lbool ask_step(struct smt *s, struct known *k, const struct smt_step *step, bool print)
{
	Z3_ast question = Z3_mk_not(s->z3, step->truth);
	unsigned limit = step->claim ? 0 : TRY_MILLISECONDS;
	Z3_lbool answer = Z3_L_FALSE;

	if (step->paths && !step->split)
		return ask_paths(s, k, question, print);
	for (unsigned i = 0; i < (step->split ? s->split_n : 1) && answer == Z3_L_FALSE; i++)
		answer = ask(
			s, k, question, step->split ? i : SMT_WHOLE, limit, print && step->claim);
	return answer;
}

/* Every claim in order, each from what was proved before it; refuted, undecided, or proved. */
static enum outcome prove_steps(const struct options *o, struct smt *s, struct known *k, bool print)
{
	static const char *const words[] = {"proved", "undecided", "refuted"};
	unsigned facts = 0;
	bool lost = false; /* a part of what is being tried */

	for (unsigned i = 0; i < s->n_steps; i++) {
		const struct smt_step *step = &s->steps[i];
		double began = used();
		Z3_lbool answer;

		lost &= !step->first && !step->claim;
		if (lost)
			continue;
		for (; facts < step->n_facts; facts++)
			k->truth[k->n++] = s->facts[facts];
		answer = ask_step(s, k, step, print);
		if (o->verbose)
			printf("    %s %u: %s, %.2f s\n", step->claim ? "claim" : "try", i,
				words[answer + 1], used() - began);
		if (answer == Z3_L_FALSE)
			k->truth[k->n++] = step->truth;
		else if (step->claim)
			return answer == Z3_L_TRUE ? REFUTED : UNDECIDED;
		else
			lost = true;
	}
	return PROVED;
}

/* The assumptions alone: what was proved follows from them. They hold in some case. */
static enum outcome not_vacuous(struct smt *s)
{
	struct known *k = calloc(1, sizeof(*k));
	Z3_lbool answer = Z3_L_FALSE;

	for (; k->n < s->n_facts; k->n++)
		k->truth[k->n] = s->facts[k->n];
	for (unsigned i = 0; i < (s->split ? s->split_n : 1) && answer == Z3_L_FALSE; i++)
		answer = ask(s, k, Z3_mk_true(s->z3), s->split ? i : SMT_WHOLE, 0, false);
	free(k);
	return answer == Z3_L_TRUE ? PROVED : answer == Z3_L_FALSE ? VACUOUS : UNDECIDED;
}

static enum outcome decide(const struct options *o, const struct row *row)
{
	struct smt *s = calloc(1, sizeof(*s));
	struct known *k = calloc(1, sizeof(*k));
	LLVMValueRef f = ir_prepare(LLVMContextCreate(), o->bitcode, &row->query);
	double began = used();
	enum outcome got;

	s->z3 = Z3_mk_context(Z3_mk_config());
	s->opaque = row->opaque;
	smt_translate(s, f);
	if (o->verbose)
		printf("    %u steps, %u facts, %.2f s to read, %.2f s to translate\n", s->n_steps,
			s->n_facts, began, used() - began);
	got = prove_steps(o, s, k, row->expected == PROVED || o->verbose);
	return got == PROVED ? not_vacuous(s) : got;
}

/* Products are multiplied out first: what is equal becomes the same. */
static Z3_lbool ask_integers(Z3_context z3, const struct row *row, const char *question)
{
	char text[2048], *names = strdup(row->unknowns), *save = NULL;
	Z3_solver solver = Z3_mk_solver_for_logic(z3, Z3_mk_string_symbol(z3, "QF_NIA"));
	Z3_ast_vector truths;
	Z3_params params;
	size_t n = 0;

	for (char *p = strtok_r(names, " ", &save); p; p = strtok_r(NULL, " ", &save))
		n += (size_t)snprintf(text + n, sizeof(text) - n, "(declare-const %s Int)", p);
	snprintf(text + n, sizeof(text) - n, "(assert (and true %s))(assert %s)", row->premises,
		question);
	free(names);
	Z3_solver_inc_ref(z3, solver);
	params = Z3_mk_params(z3);
	Z3_params_inc_ref(z3, params);
	Z3_params_set_bool(z3, params, Z3_mk_string_symbol(z3, "som"), true);
	truths = Z3_parse_smtlib2_string(z3, text, 0, NULL, NULL, 0, NULL, NULL);
	if (Z3_get_error_code(z3) != Z3_OK)
		exit(BROKEN);
	Z3_ast_vector_inc_ref(z3, truths);
	for (unsigned i = 0; i < Z3_ast_vector_size(z3, truths); i++)
		Z3_solver_assert(
			z3, solver, Z3_simplify_ex(z3, Z3_ast_vector_get(z3, truths, i), params));
	return Z3_solver_check(z3, solver);
}

static enum outcome decide_law(const struct row *row)
{
	Z3_context z3 = Z3_mk_context(Z3_mk_config());
	char opposite[512];

	snprintf(opposite, sizeof(opposite), "(not %s)", row->conclusion);
	switch (ask_integers(z3, row, opposite)) {
	case Z3_L_TRUE: return REFUTED;
	case Z3_L_UNDEF: return UNDECIDED;
	case Z3_L_FALSE: break;
	}
	return ask_integers(z3, row, "true") == Z3_L_TRUE ? PROVED : VACUOUS;
}

static void start(const struct options *o, struct row *row)
{
	fflush(NULL);
	row->pid = fork();
	if (row->pid < 0) {
		perror("rk-prove: fork");
		exit(2);
	}
	if (row->pid)
		return;
	/* Of the processor, so that a busy machine proves as much; the signal is "undecided". */
	setrlimit(RLIMIT_CPU, &(struct rlimit){o->seconds, o->seconds + 5});
	exit(row->conclusion ? decide_law(row) : decide(o, row));
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
	struct rusage usage;
	pid_t pid = wait4(-1, &status, 0, &usage);

	for (size_t i = 0; i < n; i++) {
		struct row *r = &rows[i];

		if (r->pid != pid)
			continue;
		r->seconds = seconds_of(&usage);
		r->got = WIFEXITED(status) && WEXITSTATUS(status) < BROKEN ? WEXITSTATUS(status)
									   : BROKEN;
		if (WIFSIGNALED(status) && WTERMSIG(status) == SIGXCPU)
			r->got = UNDECIDED;
		r->pid = 0;
		report(r);
	}
}

/* By part of its name; a whole name chooses nothing else. */
static bool chosen(const struct options *o, const char *name, bool exact)
{
	if (!o->filter)
		return true;
	return exact ? !strcmp(name, o->filter) : strstr(name, o->filter) != NULL;
}

static bool is_name(const char *text)
{
	for (size_t i = 0; text && i < RK_ARRAY_SIZE(table); i++)
		if (!strcmp(table[i].name, text))
			return true;
	return false;
}

static int run(const struct options *o)
{
	bool exact = is_name(o->filter);
	static struct row rows[MAX_ROWS];
	size_t n = 0, running = 0, bad = 0;
	double seconds = 0;

	for (size_t i = 0; i < RK_ARRAY_SIZE(table); i++) {
		if (!chosen(o, table[i].name, exact))
			continue;
		rows[n++] = table[i];
		if (running == o->jobs)
			collect(rows, n - 1);
		else
			running++;
		start(o, &rows[n - 1]);
	}
	for (; running; running--)
		collect(rows, n);
	for (size_t i = 0; i < n; i++) {
		bad += rows[i].got != rows[i].expected;
		seconds += rows[i].seconds;
	}
	printf("%zu claims, %zu failed, %.0f s of processor time\n", n, bad, seconds);
	if (o->budget && seconds > o->budget)
		printf("more than %u s\n", o->budget);
	return bad || !n || (o->budget && seconds > o->budget);
}

RK_STATIC_ASSERT(RK_ARRAY_SIZE(table) <= MAX_ROWS, "rows");

int main(int argc, char **argv)
{
	struct options o = {.seconds = 300, .jobs = 2};
	int c;

	while ((c = getopt(argc, argv, "t:b:j:k:v")) != -1) {
		switch (c) {
		case 't': o.seconds = (unsigned)atoi(optarg); break;
		case 'b': o.budget = (unsigned)atoi(optarg); break;
		case 'j': o.jobs = (unsigned)atoi(optarg); break;
		case 'k': o.filter = optarg; break;
		case 'v': o.verbose = true; break;
		default: return 2;
		}
	}
	if (optind + 1 != argc || !o.jobs) {
		fprintf(stderr, "usage: rk-prove [-t SECONDS] [-b SECONDS] [-j PROCESSES] [-k "
				"NAME] [-v] HARNESS.bc\n");
		return 2;
	}
	setvbuf(stdout, NULL, _IOLBF, 0);
	o.bitcode = argv[optind];
	return run(&o);
}
