// SPDX-License-Identifier: MIT
/*
 * The search: answers are changed a few at a time, towards the way that the verifier took and then
 * to a fault at its end. Values are drawn from what the program itself compares and indexes with.
 * The same program gives the same witness every time.
 */
#include <string.h>
#include "world.h"

enum {
	MOST_RUNS = 60000,
	MOST_STEPS = 8 << 20,
	STALE = 4000, /* runs without progress before starting over */
	WORDS = 256
};

struct search {
	struct world w;
	struct rk_witness trial;
	struct rk_answer best[WORLD_ANSWERS];
	u32 n_best;
	u64 score, steps, short_by;
	u32 runs, stale;
	u64 words[WORDS];
	u32 n_words;
};

static void word(struct search *s, u64 v)
{
	for (u32 i = 0; i < s->n_words; i++)
		if (s->words[i] == v)
			return;
	if (s->n_words < WORDS)
		s->words[s->n_words++] = v;
}

static void near(struct search *s, u64 v)
{
	word(s, v);
	word(s, v + 1);
	word(s, v - 1);
}

static void read_words(struct search *s, const struct rk_prog *p)
{
	word(s, 0);
	word(s, 1);
	word(s, ~(u64)0);
	for (u32 i = 0; p->obj && i < p->obj->n_maps; i++) {
		near(s, p->obj->maps[i].value_size);
		near(s, p->obj->maps[i].max_entries);
	}
	for (u32 i = 0; i < p->n_insns; i++) {
		const struct rk_insn *in = &p->insns[i];

		if (in->kind == RK_INSN_COND || in->kind == RK_INSN_ALU ||
			(in->kind == RK_INSN_LDDW && in->ref_kind == RK_REF_NONE))
			near(s, (u64)in->imm);
	}
}

static u64 value(struct search *s, u64 old)
{
	struct world *w = &s->w;
	u64 r = world_random(w), at = s->words[(r >> 8) % s->n_words];
	u64 one = (u64)1 << (r >> 8 & 63);

	switch (r % 11) {
	case 0:
	case 1:
	case 2:
	case 3: return at;
	case 4: return at | world_random(w) << 32;
	case 5: return one - (r >> 16 & 1);
	case 6: return ~one + (r >> 16 & 3);
	case 7: return r >> 8 & 15;
	case 8: return r >> 16 & 1 ? old + s->short_by : old - s->short_by;
	case 9: return old + (r >> 8 & 31) - 16;
	default: return world_random(w);
	}
}

/* A copy of the best with some answers changed; sometimes answers nobody gave before. */
static void propose(struct search *s)
{
	u32 changes = 1 + (u32)(world_random(&s->w) % 3);

	memcpy(s->trial.answers, s->best, s->n_best * sizeof(s->best[0]));
	for (u32 i = 0; i < changes && s->n_best; i++) {
		struct rk_answer *a = &s->trial.answers[(world_random(&s->w) >> 8) % s->n_best];

		a->value = value(s, a->value);
	}
	s->w.given = s->n_best;
}

static u64 score(const struct world *w)
{
	u64 end = w->arrived ? 255 : w->left ? 100 - w->lacking : 128;

	return (u64)w->passed << 8 | end;
}

static bool run(struct search *s)
{
	bool hit = world_run(&s->w) && s->w.fault_insn == s->w.target;

	s->runs++;
	s->steps += s->w.result.executed + 1;
	s->trial.n = s->w.asked;
	return hit;
}

static void keep(struct search *s)
{
	u64 now = score(&s->w);

	s->stale = now > s->score ? 0 : s->stale + 1;
	if (now < s->score)
		return;
	s->score = now;
	s->short_by = s->w.short_by;
	s->n_best = s->trial.n;
	memcpy(s->best, s->trial.answers, s->n_best * sizeof(s->best[0]));
}

static bool climb(struct search *s)
{
	s->runs = 0;
	s->steps = 0;
	s->n_best = 0;
	s->score = 0;
	while (s->runs < MOST_RUNS && s->steps < MOST_STEPS) {
		if (s->stale > STALE) {
			s->stale = 0;
			s->n_best = 0;
			s->score = 0;
		}
		propose(s);
		if (run(s))
			return true;
		if (!s->w.asked && s->runs > 1)
			return false; /* it asks for nothing: every run is this one */
		keep(s);
	}
	return false;
}

/* Does it still fault there, with these answers and no others? */
static bool again(struct search *s)
{
	struct rk_answer saved[WORLD_ANSWERS];
	u32 n = s->trial.n;

	memcpy(saved, s->trial.answers, n * sizeof(saved[0]));
	s->w.given = n;
	s->w.strict = true;
	if (run(s))
		return true;
	memcpy(s->trial.answers, saved, n * sizeof(saved[0]));
	s->trial.n = n;
	return false;
}

/* The plainest answers that do. */
static void simplify(struct search *s)
{
	for (u32 i = 0; i < s->trial.n && i < 64; i++) {
		u64 old = s->trial.answers[i].value;

		for (u64 plain = 0; plain < 2 && plain != old; plain++) {
			s->trial.answers[i].value = plain;
			if (again(s))
				break;
			s->trial.answers[i].value = old;
		}
	}
}

static bool search(struct search *s, struct rk_witness *out, struct rk_arena *a)
{
	if (!climb(s) || !again(s))
		return false;
	simplify(s);
	if (!again(s))
		return false;
	*out = s->trial;
	out->answers = rk_alloc_array(a, out->n + 1, sizeof(*out->answers));
	memcpy(out->answers, s->trial.answers, out->n * sizeof(*out->answers));
	out->cap = out->n;
	out->insn = s->w.fault_insn;
	out->fault = s->w.fault;
	return true;
}

bool rk_witness_find(struct rk_witness *out, struct rk_arena *a, const struct rk_prog *p, u32 insn,
	const struct rk_way *way)
{
	struct rk_arena scratch;
	struct search *s;
	bool found = false;

	rk_arena_init(&scratch);
	s = rk_alloc(&scratch, sizeof(*s));
	s->trial.answers = rk_alloc_array(&scratch, WORLD_ANSWERS, sizeof(struct rk_answer));
	s->trial.cap = WORLD_ANSWERS;
	if (world_make(&s->w, &scratch, p)) {
		s->w.witness = &s->trial;
		s->w.way = way;
		s->w.target = insn;
		read_words(s, p);
		found = search(s, out, a);
		if (!found) {
			s->trial.changing = true;
			s->w.strict = false;
			found = search(s, out, a);
		}
	}
	world_end(&s->w);
	rk_arena_fini(&scratch);
	return found;
}

bool rk_witness_replay(
	struct rk_witness *t, struct rk_arena *a, const struct rk_prog *p, const char **why)
{
	struct world *w = rk_alloc(a, sizeof(*w));

	*why = "its maps are too large to be played";
	if (!world_make(w, a, p)) {
		world_end(w);
		return false;
	}
	w->target = t->insn;
	w->witness = t;
	w->given = t->n;
	w->strict = true;
	world_run(w);
	world_end(w);
	if (w->fault) {
		t->insn = w->fault_insn;
		t->fault = w->fault;
		return true;
	}
	*why = w->diverged ? "the program asks for something else: it is of another object"
			   : "the program ends without a fault";
	return false;
}

const char *rk_asked_name(u8 asked)
{
	static const char *const names[] = {
		"context", "map", "stack", "record", "kernel", "result", "key", "again", "packet"};

	return asked < RK_ARRAY_SIZE(names) ? names[asked] : "unknown";
}
