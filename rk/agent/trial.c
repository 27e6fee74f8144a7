/* SPDX-License-Identifier: MIT */
/*
 * A program on trial: it runs, and what it replaced stays in the spare slot until COMMIT. The agent
 * goes back on its own, so that a robot whose network dies does not keep what nobody approved.
 */
#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

#include "answer.h"
#include "history.h"

enum { SETTLE_NS = 100 * 1000 * 1000 };

static const char overran[] = "it was detached, for it overran";

static u64 now_ns(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (u64)t.tv_sec * 1000000000u + (u64)t.tv_nsec;
}

/* Programs in turn: 1 where *row is the next one, 0 at the end, -1 and errno. */
static int next_row(struct rk_agent *a, struct rk_row *row)
{
	if (a->ask(a, RK_IOC_PROG_NEXT, &row->prog))
		return errno == ENOENT ? 0 : -1;
	return rk_answer_row(a, row) && errno != ENOENT ? -1 : 1;
}

/* The new program's row, the id of what runs with its name and section (0: nothing does), and that
 * of the spare program beside it. */
static int find(struct rk_agent *a, u32 id, struct rk_row *new, u32 *old, u32 *out)
{
	struct rk_row row;
	int more;

	memset(&row, 0, sizeof(row));
	memset(new, 0, sizeof(*new));
	while ((more = next_row(a, &row)) > 0)
		if (row.prog.id == id)
			*new = row;
	if (more < 0)
		return rk_answer_refuse(a, 0, errno, rk_answer_why(errno));
	if (!new->prog.id)
		return rk_answer_refuse(a, RK_ENOENT, ENOENT, "no such program");
	*old = *out = 0;
	memset(&row, 0, sizeof(row));
	while ((more = next_row(a, &row)) > 0) {
		if (row.prog.id == id || row.state.place != RK_PLACE_RUNS ||
			memcmp(row.prog.name, new->prog.name, sizeof(row.prog.name)) ||
			memcmp(row.prog.section, new->prog.section, sizeof(row.prog.section)))
			continue;
		*old = row.prog.id;
		*out = row.state.peer;
	}
	return more < 0 ? rk_answer_refuse(a, 0, errno, rk_answer_why(errno)) : 0;
}

int rk_answer_trial(struct rk_agent *a, const struct rk_frame *f)
{
	enum { HOUR_MS = 3600 * 1000 };
	struct rk_row new;
	struct rk_trial t;
	u32 old = 0, out = 0;

	memcpy(&t, f->body, sizeof(t));
	if (t.zero || t.window_ms > HOUR_MS)
		return rk_answer_refuse(a, RK_EINPUT, EINVAL, "a trial lasts at most an hour");
	if (a->trial.id)
		return rk_answer_refuse(a, RK_EBUSY, EBUSY, "another trial is not over yet");
	if (find(a, t.id, &new, &old, &out))
		return -1;
	if (new.state.place != RK_PLACE_NONE)
		return rk_answer_refuse(a, RK_EBUSY, EBUSY, "the program is attached already");
	if (old ? rk_answer_swap(a, old, t.id, t.flags) : rk_answer_act(a, RK_IOC_ATTACH, t.id))
		return -1;
	a->trial = (struct rk_pending){
		.id = t.id, .old = old, .out = out, .before = new.stats, .begin_ns = now_ns()};
	a->trial.deadline_ns = a->trial.begin_ns + t.window_ms * 1000000ull;
	if (a->loose == t.id)
		a->loose = 0;
	memcpy(a->data, &old, sizeof(old));
	return sizeof(old);
}

/* A program that has lost its slot for good; where someone still reads its ring buffer it stays. */
static void forget(struct rk_agent *a, u32 id)
{
	struct rk_uapi_act act = {.id = id};

	if (id)
		a->ask(a, RK_IOC_UNLOAD, &act);
}

void rk_trial_expect(struct rk_agent *a, u32 id)
{
	forget(a, a->loose);
	a->loose = id;
}

/* What is true of the trial's program now; false where that cannot be known. */
static bool look(struct rk_agent *a, struct rk_row *row)
{
	*row = (struct rk_row){.prog = {.id = a->trial.id}};
	return !rk_answer_row(a, row);
}

/* It is at its hook, and the module is not about to take it from there. */
static bool is_up(const struct rk_row *row)
{
	return row->state.place == RK_PLACE_RUNS && !(row->state.flags & RK_STATE_FAILED);
}

/* What overran too often is detached already, and with it the spare slot is gone. */
static int go_back(struct rk_agent *a, const struct rk_pending *t)
{
	struct rk_uapi_state state = {.id = t->id};

	if (!rk_answer_act(a, t->old ? RK_IOC_ROLLBACK : RK_IOC_DETACH, t->id))
		return 0;
	if (a->ask(a, RK_IOC_STATE, &state) || state.place != RK_PLACE_NONE)
		return -1;
	memset(&a->reply, 0, sizeof(a->reply));
	return t->old ? rk_answer_act(a, RK_IOC_ATTACH, t->old) : 0;
}

/* What ran before runs again, and the new program is forgotten; -1 with the reply filled. */
static int take_back(struct rk_agent *a, const char *why)
{
	struct rk_pending t = a->trial;

	a->trial = (struct rk_pending){.id = 0};
	forget(a, t.out);
	if (go_back(a, &t))
		return -1;
	rk_stream_forget(a, t.id); /* a program whose records are read cannot be unloaded */
	rk_history_note(a, t.id, RK_PAST_REVERTED, why);
	return rk_answer_act(a, RK_IOC_UNLOAD, t.id);
}

/* For the COMMIT that may still come: why is kept. */
static void give_up(struct rk_agent *a, const char *why)
{
	if (!a->trial.id)
		return;
	fprintf(stderr, "rk-agent: program %u was on trial and %s: %s\n", a->trial.id, why,
		a->trial.old ? "the one before it runs again" : "it is detached");
	snprintf(a->verdict, sizeof(a->verdict), "%s", why);
	if (take_back(a, why))
		fprintf(stderr, "rk-agent: %s\n", a->reply.why);
	memset(&a->reply, 0, sizeof(a->reply));
}

void rk_trial_end(struct rk_agent *a)
{
	give_up(a, "the connection ended before COMMIT");
	rk_trial_expect(a, 0);
}

int rk_trial_left(struct rk_agent *a)
{
	enum { LOOK_MS = 100 };
	u64 now = now_ns(), left;
	struct rk_row row;

	if (!a->trial.id)
		return -1;
	if (look(a, &row) && !is_up(&row))
		give_up(a, overran);
	else if (now >= a->trial.deadline_ns)
		give_up(a, "no COMMIT came in time");
	if (!a->trial.id)
		return -1;
	left = (a->trial.deadline_ns - now) / 1000000 + 1;
	return left < LOOK_MS ? (int)left : LOOK_MS;
}

int rk_answer_revert(struct rk_agent *a, const struct rk_frame *f)
{
	if (!a->trial.id)
		return rk_answer_refuse(a, RK_ENOENT, ENOENT, "no trial is going on");
	return take_back(a, "the workstation took it back");
}

/* One number of a trial, and the bounds that a rule sets. */
struct judged {
	const char *what, *unit;
	u64 is, least, most;
};

/* Runs per second. */
static u64 rate(u64 runs, u64 ns)
{
	return ns ? (u64)((double)runs * 1e9 / (double)ns) : 0;
}

static bool is_outside(const struct judged *j, char *why, size_t size)
{
	bool few = j->is < j->least;

	if (!few && j->is <= j->most)
		return false;
	snprintf(why, size, "%llu%s %s, %llu%s %s", (unsigned long long)j->is, j->unit, j->what,
		(unsigned long long)(few ? j->least : j->most), j->unit,
		few ? "expected" : "allowed");
	return true;
}

/* The first rule that the trial breaks, as text. A rule about the longest run needs a run that was
 * timed, one about the worst case a manifest that has one. */
static bool breaks(
	const struct rk_row *r, const struct rk_rules *rule, u64 ns, char *why, size_t size)
{
	const struct rk_uapi_stats *s = &r->stats;
	u64 longest = s->timed ? s->ns_max : 0, worst = r->state.worst_ns;
	const struct judged rows[] = {{"overruns", "", s->overruns, 0, rule->max_overruns},
		{"skipped events", "", s->skips, 0, rule->max_skips},
		{"dropped records", "", s->drops, 0, rule->max_drops},
		{"missed periods", "", s->missed, 0, rule->max_missed},
		{"runs", "", s->runs, rule->min_runs, U64_MAX},
		{"runs per second", "", rate(s->runs, ns), rule->min_rate, rule->max_rate},
		{"for the longest run", " ns", longest, 0, rule->max_ns},
		{"of the proved worst case for the longest run", "%",
			worst ? (u64)((double)longest * 100 / (double)worst) : 0, 0,
			rule->max_worst}};

	if (!is_up(r)) {
		snprintf(why, size, "%s", overran);
		return true;
	}
	for (size_t i = 0; i < RK_ARRAY_SIZE(rows); i++)
		if (is_outside(&rows[i], why, size))
			return true;
	/* Not of a busy machine's first moments: a virtual one stands still for longer than a
	 * period. */
	if (s->runs || !r->state.period_ns || ns < 2 * r->state.period_ns + SETTLE_NS)
		return false;
	snprintf(why, size, "its timer never came");
	return true;
}

/* What the trial alone did. A maximum cannot be taken apart: it is the program's. */
static void subtract(struct rk_uapi_stats *s, const struct rk_uapi_stats *before)
{
	s->runs -= before->runs;
	s->timed -= before->timed;
	s->ns_total -= before->ns_total;
	s->skips -= before->skips;
	s->overruns -= before->overruns;
	s->drops -= before->drops;
	s->nmi -= before->nmi;
	s->missed -= before->missed;
}

int rk_answer_commit(struct rk_agent *a, const struct rk_frame *f)
{
	struct rk_rules rules;
	struct rk_row row;
	char why[RK_WHY];

	memcpy(&rules, f->body, sizeof(rules));
	if (!a->trial.id && a->verdict[0]) {
		memcpy(why, a->verdict, sizeof(why));
		a->verdict[0] = 0;
		return rk_answer_refuse(a, 0, ECANCELED, why);
	}
	if (!a->trial.id)
		return rk_answer_refuse(a, RK_ENOENT, ENOENT, "no trial is going on");
	if (!look(a, &row))
		return rk_answer_refuse(a, 0, errno, rk_answer_why(errno));
	subtract(&row.stats, &a->trial.before);
	if (breaks(&row, &rules, now_ns() - a->trial.begin_ns, why, sizeof(why)))
		return take_back(a, why) ? -1 : rk_answer_refuse(a, 0, ECANCELED, why);
	forget(a, a->trial.out);
	a->trial = (struct rk_pending){.id = 0};
	rk_history_note(a, row.prog.id, RK_PAST_INSTALLED, NULL);
	memcpy(a->data, &row.stats, sizeof(row.stats));
	return sizeof(row.stats);
}
