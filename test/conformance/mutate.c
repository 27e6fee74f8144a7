// SPDX-License-Identifier: MIT
/*
 * A mutant is a program with one to three instructions changed the way a programmer, or somebody
 * who means harm, would: a check dropped, a width, branch, offset, register or operator changed. It
 * keeps the rules of the decoder, since those are checked elsewhere. Verified, and run where it is
 * accepted.
 */
#include <inttypes.h>
#include <string.h>
#include "cfg.h"
#include "grow.h"
#include "kernel.h"
#include "mutate.h"
#include "obj/insn.h"
#include "world.h"

enum { RUNS = 12, LONGEST = 3000, CHANGES = 3, CAUSES = 400 };

struct seed_prog {
	const char *file;
	const struct rk_prog *p;
};

struct mutator {
	const struct mutate_opts *o;
	struct rk_arena arena; /* objects */
	struct seed_prog *progs;
	u32 n_progs, cap;
	u64 random;
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

static u64 next(struct mutator *m)
{
	m->random ^= m->random << 13;
	m->random ^= m->random >> 7;
	m->random ^= m->random << 17;
	return m->random * 0x2545f4914f6cdd1du;
}

static u32 below(struct mutator *m, u32 n)
{
	return (u32)((next(m) >> 32) % n);
}

static s64 nearby(struct mutator *m, s64 v)
{
	static const s32 steps[] = {1, -1, 2, -2, 4, -4, 8, -8, 16, -16, 64, 256};
	static const s32 edges[] = {0, 1, -1, 8, 16, 255, 256, 4095, INT32_MAX, INT32_MIN};

	switch (below(m, 4)) {
	case 0: return edges[below(m, RK_ARRAY_SIZE(edges))];
	case 1: return (s32)-v;
	default: return (s32)(v + steps[below(m, RK_ARRAY_SIZE(steps))]);
	}
}

static u8 other_size(struct mutator *m, u8 least)
{
	u8 size = (u8)(1 << below(m, 4));

	return size < least ? 8 : size;
}

static bool is_memory(const struct rk_insn *in)
{
	return in->kind == RK_INSN_LDX || in->kind == RK_INSN_ST || in->kind == RK_INSN_STX ||
	       in->kind == RK_INSN_ATOMIC;
}

/* ---- one change; false: it does not fit this instruction ---- */

static bool drop(struct mutator *m, struct rk_prog *p, u32 at)
{
	struct rk_insn *in = &p->insns[at];

	if (in->kind == RK_INSN_LDDW || in->kind == RK_INSN_EXIT)
		return false;
	*in = (struct rk_insn){.kind = RK_INSN_JA, .target = (s32)at + 1, .line = in->line};
	return true;
}

static bool change_size(struct mutator *m, struct rk_prog *p, u32 at)
{
	struct rk_insn *in = &p->insns[at];

	switch (in->kind) {
	case RK_INSN_LDX:
		in->size = other_size(m, 1);
		in->flags = in->size < 8 && below(m, 3) == 0 ? RK_INSN_SIGNED : 0;
		return true;
	case RK_INSN_ST:
	case RK_INSN_STX: in->size = other_size(m, 1); return true;
	case RK_INSN_ATOMIC:
	case RK_INSN_COND: in->size = (u8)(12 - in->size); return true;
	case RK_INSN_ALU: in->size = (u8)(12 - in->size); return true;
	case RK_INSN_MOVSX: in->msize = (u8)(1 << below(m, in->size == 8 ? 3 : 2)); return true;
	default: return false;
	}
}

static bool change_branch(struct mutator *m, struct rk_prog *p, u32 at)
{
	static const u8 ops[] = {RK_COND_JEQ, RK_COND_JGT, RK_COND_JGE, RK_COND_JSET, RK_COND_JNE,
		RK_COND_JSGT, RK_COND_JSGE, RK_COND_JLT, RK_COND_JLE, RK_COND_JSLT, RK_COND_JSLE};
	struct rk_insn *in = &p->insns[at];

	if (in->kind != RK_INSN_COND && in->kind != RK_INSN_JA)
		return false;
	if (in->kind == RK_INSN_COND && below(m, 3))
		in->op = ops[below(m, sizeof(ops))];
	else if (below(m, 3))
		in->target = (s32)at + 1 + (s32)below(m, 12);
	else
		in->target = (s32)below(m, p->n_insns);
	return true;
}

static bool change_number(struct mutator *m, struct rk_prog *p, u32 at)
{
	struct rk_insn *in = &p->insns[at];
	bool reg = in->flags & RK_INSN_SRC_REG;

	if (is_memory(in) && (in->kind != RK_INSN_ST || below(m, 2))) {
		in->off = (s16)nearby(m, in->off);
		return true;
	}
	if (in->kind == RK_INSN_ST || (in->kind == RK_INSN_ALU && !reg) ||
		(in->kind == RK_INSN_COND && !reg) ||
		(in->kind == RK_INSN_LDDW && in->ref_kind != RK_REF_MAP &&
			in->ref_kind != RK_REF_FUNC && in->ref_kind != RK_REF_KSYM)) {
		in->imm = nearby(m, in->imm);
		return true;
	}
	return false;
}

static bool change_register(struct mutator *m, struct rk_prog *p, u32 at)
{
	struct rk_insn *in = &p->insns[at];
	u8 reg = (u8)below(m, 11);
	bool fetch = in->kind == RK_INSN_ATOMIC && in->flags & RK_INSN_FETCH;

	if (in->kind >= RK_INSN_JA && in->kind != RK_INSN_COND)
		return false;
	if (below(m, 2) && in->kind != RK_INSN_ST && in->kind != RK_INSN_LDDW &&
		in->kind != RK_INSN_END &&
		(in->flags & RK_INSN_SRC_REG || is_memory(in) || in->kind == RK_INSN_MOVSX)) {
		in->src = fetch && reg == 10 ? 9 : reg;
		return true;
	}
	if (reg == 10 && in->kind != RK_INSN_ST && in->kind != RK_INSN_STX &&
		in->kind != RK_INSN_ATOMIC && in->kind != RK_INSN_COND)
		reg = 0;
	in->dst = reg;
	return true;
}

static bool change_operator(struct mutator *m, struct rk_prog *p, u32 at)
{
	static const u8 ops[] = {RK_ALU_ADD, RK_ALU_SUB, RK_ALU_MUL, RK_ALU_DIV, RK_ALU_OR,
		RK_ALU_AND, RK_ALU_LSH, RK_ALU_RSH, RK_ALU_MOD, RK_ALU_XOR, RK_ALU_MOV,
		RK_ALU_ARSH};
	static const u32 helpers[] = {1, 2, 3, 4, 5, 7, 45, 87, 88, 89, 113, 130, 131, 132, 133};
	struct rk_insn *in = &p->insns[at];

	if (in->kind == RK_INSN_CALL) {
		in->ref = helpers[below(m, RK_ARRAY_SIZE(helpers))];
		return true;
	}
	if (in->kind != RK_INSN_ALU)
		return false;
	in->op = ops[below(m, sizeof(ops))];
	in->flags &= RK_INSN_SRC_REG;
	if ((in->op == RK_ALU_DIV || in->op == RK_ALU_MOD) && below(m, 2))
		in->flags |= RK_INSN_SIGNED;
	if (in->op == RK_ALU_MOV && in->flags & RK_INSN_SRC_REG && below(m, 2)) {
		in->kind = RK_INSN_MOVSX;
		in->msize = (u8)(1 << below(m, in->size == 8 ? 3 : 2));
	}
	return true;
}

/* Another instruction of the program in this one's place. */
static bool copy_other(struct mutator *m, struct rk_prog *p, u32 at)
{
	u32 from = below(m, p->n_insns);
	const struct rk_insn *other = &p->insns[from];

	if (p->insns[at].kind == RK_INSN_LDDW || other->kind == RK_INSN_LDDW ||
		other->kind == RK_INSN_PAD)
		return false;
	p->insns[at] = *other;
	return true;
}

static bool exchange(struct mutator *m, struct rk_prog *p, u32 at)
{
	struct rk_insn *in = &p->insns[at], t = *in;

	if (at + 1 >= p->n_insns || in[0].kind == RK_INSN_LDDW || in[1].kind == RK_INSN_LDDW ||
		in[1].kind == RK_INSN_PAD)
		return false;
	in[0] = in[1];
	in[1] = t;
	return true;
}

typedef bool (*change_fn)(struct mutator *m, struct rk_prog *p, u32 at);

static const struct {
	const char *name;
	change_fn fn;
} changes[] = {
	{"dropped", drop},
	{"size", change_size},
	{"branch", change_branch},
	{"number", change_number},
	{"number", change_number},
	{"register", change_register},
	{"operator", change_operator},
	{"copied", copy_other},
	{"exchanged", exchange},
};

static void change(struct mutator *m, struct rk_prog *p)
{
	u32 n = 1 + below(m, CHANGES);
	size_t used = 0;

	for (u32 tries = 0; n && tries < 200; tries++) {
		u32 k = below(m, RK_ARRAY_SIZE(changes)), at = below(m, p->n_insns);

		if (p->insns[at].kind == RK_INSN_PAD || !changes[k].fn(m, p, at))
			continue;
		used += (size_t)snprintf(
			m->what + used, sizeof(m->what) - used, " %s at %u", changes[k].name, at);
		n--;
	}
}

/* ---- one mutant ---- */

static bool well_formed(const struct rk_prog *p)
{
	u32 bad;

	for (u32 i = 0; i < p->n_funcs; i++)
		if (rk_func_check(p->insns, p->funcs[i].start, p->funcs[i].end, &bad))
			return false;
	return true;
}

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

/* Memory that dynptrs and functions of the kernel lend: this world has none. */
static bool plays(const struct rk_prog *p)
{
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
	if (!plays(p) || r->packets) /* nor packets, nor sockets */
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

	m->random = (seed + 1) * 0x9e3779b97f4a7c15u;
	m->what[0] = 0;
	rk_arena_init(&a);
	if (m->n_progs) {
		s = &m->progs[below(m, m->n_progs)];
		p = *s->p;
		p.insns = rk_alloc_array(&a, p.n_insns, sizeof(*p.insns));
		memcpy(p.insns, s->p->insns, p.n_insns * sizeof(*p.insns));
	} else {
		grow_program(&p, &a, next(m));
		s->p = &p;
	}
	if (m->n_progs || below(m, 2))
		change(m, &p);
	m->made++;
	if (m->o->count == 1)
		rk_prog_dump(stdout, &p);
	if (well_formed(&p)) {
		bool yes =
			verified(m, &r, &a, &p, m->o->kernel || below(m, 2) ? 0 : 1 + below(m, 4));

		if (yes)
			execute(m, s, &p, &r, &a, next(m));
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
