// SPDX-License-Identifier: MIT
/* A mutant is a program that change.h changed: verified, and run where it is accepted. */
#include <inttypes.h>
#include <string.h>
#include "cfg.h"
#include "change.h"
#include "grow.h"
#include "kernel.h"
#include "mutate.h"
#include "world.h"

enum { RUNS = 12, LONGEST = 3000, CAUSES = 400 };

struct seed_prog {
	const char *file;
	const struct rk_prog *p;
};

struct mutator {
	const struct mutate_opts *o;
	struct rk_arena arena; /* objects */
	struct seed_prog *progs;
	u32 n_progs, cap;
	struct choices c;
	u64 made, invalid, accepted, runs, ended, steps, wrong;
	struct kernel *oracle;
	u64 kernel[2][3]; /* accepted by us, the kernel's verdict */
	struct {
		const char *why;
		u64 n, seed;
		bool ours; /* we reject, and the kernel accepts */
	} causes[CAUSES];
	u32 n_causes;
	char complaint[256]; /* ours about the last mutant */
	char what[256];
};

/* ---- one mutant ---- */

static void show(struct mutator *m, const struct seed_prog *s, const struct rk_prog *p,
	const struct world *w, u64 seed)
{
	printf("%s: %s, seed %" PRIu64 ",%s: %s\n", s->file, s->p->name, seed, m->what, w->wrong);
	rk_prog_dump(stdout, p);
	fflush(stdout);
}

/* With a small budget states are joined, and loops widened and ranked, in short programs too. */
static bool verified(struct mutator *m, struct rk_result *r, struct rk_arena *a,
	const struct rk_prog *p, u32 budget)
{
	const struct rk_verify_opts opts = {.worst_limit = ~(u64)0, .states_per_point = budget};
	struct rk_diags diags;

	bool yes;

	rk_diags_init(&diags, a, "mutant");
	yes = !rk_verify(r, a, p, &opts, &diags) && r->verdict == RK_ACCEPT;
	if (m->o->count == 1 && diags.first)
		rk_diag_print(stdout, &diags, diags.first, false);
	snprintf(m->complaint, sizeof(m->complaint), "%s", diags.first ? diags.first->text : "");
	return yes;
}

static bool keeps_sockets(const struct rk_obj *o)
{
	for (u32 i = 0; o && i < o->n_maps; i++)
		if (o->maps[i].type == RK_MAP_SOCKMAP || o->maps[i].type == RK_MAP_SOCKHASH)
			return true;
	return false;
}

/* Memory that dynptrs and functions of the kernel lend, and sockets in maps: this world has none.
 */
static bool plays(const struct rk_prog *p)
{
	if (keeps_sockets(p->obj))
		return false;
	for (u32 i = 0; i < p->n_insns; i++) {
		const struct rk_insn *in = &p->insns[i];
		const struct rk_helper_row *row =
			in->kind == RK_INSN_CALL ? rk_helper_row(in->ref) : NULL;

		if (row && (row->id >= RK_KFUNCS || row->ret == RK_RET_SLICE_OR_NULL))
			return false;
	}
	return true;
}

static void execute(struct mutator *m, const struct seed_prog *s, const struct rk_prog *p,
	const struct rk_result *r, struct rk_arena *a, u64 seed)
{
	struct world *w = rk_alloc(a, sizeof(*w));

	m->accepted++;
	if (!plays(p) || r->packets) /* nor packets */
		return;
	world_make(w, a, p, r, seed);
	for (u32 i = 0; i < RUNS; i++) {
		bool ok = world_run(w);

		m->runs++;
		m->ended += w->result.fault == RK_FAULT_NONE;
		m->steps += w->result.executed;
		if (ok)
			continue;
		m->wrong++;
		show(m, s, p, w, seed);
		return;
	}
}

static void note_cause(struct mutator *m, const char *why, bool ours, u64 seed)
{
	u32 i = 0;

	while (i < m->n_causes && (m->causes[i].ours != ours || strcmp(m->causes[i].why, why)))
		i++;
	if (i == CAUSES)
		return;
	if (i == m->n_causes) {
		m->causes[m->n_causes++].seed = seed;
		m->causes[i].ours = ours;
		m->causes[i].why = rk_strdup(&m->arena, why);
	}
	m->causes[i].n++;
}

static void ask_kernel(
	struct mutator *m, struct rk_arena *a, const struct rk_prog *p, bool accepted, u64 seed)
{
	const char *why;
	enum kernel_verdict v = kernel_judge(m->oracle, p, a, &why);

	m->kernel[accepted][v]++;
	if (accepted && v == KERNEL_REJECTS)
		note_cause(m, why, false, seed);
	if (!accepted && v == KERNEL_ACCEPTS)
		note_cause(m, kernel_cause(a, m->complaint), true, seed);
}

static void print_kernel(const struct mutator *m)
{
	printf("the kernel accepts, rejects, is silent: %" PRIu64 ", %" PRIu64 ", %" PRIu64
	       " of those accepted here, %" PRIu64 ", %" PRIu64 ", %" PRIu64 " of the others\n",
		m->kernel[1][0], m->kernel[1][1], m->kernel[1][2], m->kernel[0][0], m->kernel[0][1],
		m->kernel[0][2]);
	for (u32 i = 0; i < m->n_causes; i++)
		printf("%6" PRIu64 "  %s: %s (seed %" PRIu64 ")\n", m->causes[i].n,
			m->causes[i].ours ? "rejected only here" : "accepted only here",
			m->causes[i].why, m->causes[i].seed);
}

static void mutant(struct mutator *m, u64 seed)
{
	struct seed_prog grown = {.file = "grown"}, *s = &grown;
	struct rk_arena a;
	struct rk_result r;
	struct rk_prog p;

	m->c = choices_of_seed(seed);
	m->what[0] = 0;
	rk_arena_init(&a);
	if (m->n_progs) {
		s = &m->progs[choose_below(&m->c, m->n_progs)];
		p = *s->p;
		p.insns = rk_alloc_array(&a, p.n_insns, sizeof(*p.insns));
		memcpy(p.insns, s->p->insns, p.n_insns * sizeof(*p.insns));
	} else {
		struct choices own = choices_of_seed(choose(&m->c));

		grow_program(&p, &a, &own);
		s->p = &p;
	}
	if (m->n_progs || choose_below(&m->c, 2))
		change_program(&m->c, &p, m->what, sizeof(m->what));
	m->made++;
	if (m->o->count == 1)
		rk_prog_dump(stdout, &p);
	if (change_is_formed(&p)) {
		bool whole = !choose_below(&m->c, m->n_progs ? 2 : 16); /* grown loops take long */
		bool yes = verified(
			m, &r, &a, &p, m->o->kernel || whole ? 0 : 1 + choose_below(&m->c, 4));

		if (yes)
			execute(m, s, &p, &r, &a, choose(&m->c));
		if (m->o->kernel)
			ask_kernel(m, &a, &p, yes, seed);
	} else {
		m->invalid++;
	}
	rk_arena_fini(&a);
}

/* ---- programs to begin with ---- */

static bool usable(const struct rk_prog *p)
{
	u64 bytes = 0;

	for (u32 i = 0; p->obj && i < p->obj->n_maps; i++)
		bytes += p->obj->maps[i].value_size;
	return p->n_insns && p->n_insns <= LONGEST && bytes < 1 << 20;
}

static void add(struct mutator *m, const char *file, const struct rk_prog *p)
{
	struct rk_result r;
	struct rk_arena a;

	rk_arena_init(&a);
	if (usable(p) && verified(m, &r, &a, p, 0)) {
		if (m->n_progs == m->cap) {
			struct seed_prog *more =
				rk_alloc_array(&m->arena, m->cap * 2 + 16, sizeof(*more));

			if (m->cap)
				memcpy(more, m->progs, m->cap * sizeof(*more));
			m->progs = more;
			m->cap = m->cap * 2 + 16;
		}
		m->progs[m->n_progs++] = (struct seed_prog){file, p};
	}
	rk_arena_fini(&a);
}

static void read_object(struct mutator *m, const char *file, const struct rk_btf *target)
{
	struct rk_obj_opts opts = {.arch = RK_ARCH_SELF, .target = target};
	struct rk_obj *obj = rk_alloc(&m->arena, sizeof(*obj));
	struct rk_diags diags;
	size_t size;
	u8 *bytes = rk_read_file(&m->arena, file, &size);

	rk_diags_init(&diags, &m->arena, file);
	if (!bytes || rk_obj_read(obj, &m->arena, bytes, size, &opts, &diags)) {
		printf("%s: cannot be read\n", file);
		return;
	}
	for (u32 i = 0; i < obj->n_progs; i++)
		add(m, file, &obj->progs[i]);
}

static const struct rk_btf *read_target(struct mutator *m)
{
	struct rk_btf *b = rk_alloc(&m->arena, sizeof(*b));
	const char *why;
	size_t size;
	u8 *bytes = m->o->target_btf ? rk_read_file(&m->arena, m->o->target_btf, &size) : NULL;

	return bytes && !rk_btf_read(b, &m->arena, bytes, size, &why) ? b : NULL;
}

int mutate_programs(const struct mutate_opts *o)
{
	struct mutator m = {.o = o};
	const struct rk_btf *target;

	rk_arena_init(&m.arena);
	m.oracle = rk_alloc(&m.arena, sizeof(*m.oracle));
	target = read_target(&m);
	for (int i = 0; i < o->n_files; i++)
		read_object(&m, o->files[i], target);
	for (u32 i = 0; i < o->count && (m.n_progs || !o->n_files); i++)
		mutant(&m, o->seed + i);
	printf("%u programs, %" PRIu64 " mutants, %" PRIu64 " malformed, %" PRIu64
	       " accepted, %" PRIu64 " runs, %" PRIu64 " to the end, %" PRIu64
	       " instructions, %" PRIu64 " wrong\n",
		m.n_progs, m.made, m.invalid, m.accepted, m.runs, m.ended, m.steps, m.wrong);
	if (o->kernel)
		print_kernel(&m);
	kernel_close(m.oracle);
	rk_arena_fini(&m.arena);
	return m.wrong || !m.accepted ? 1 : 0;
}
