/* SPDX-License-Identifier: MIT */
/*
 * A program on trial: it stays after COMMIT alone. Every other end, and every broken rule, gives
 * the place back to what ran before, and nothing of the new program is left.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "agent.h"
#include "agent_fake.h"

enum { OLD = FAKE_PROGRAM };

static int fail(const char *what, int n)
{
	printf("%s (%d): running %u spare %u\n", what, n, fake.running, fake.spare);
	return 1;
}

static int ask(struct rk_agent *a, u16 kind, const void *body, u32 size)
{
	struct rk_frame f = {kind, 1, size, body};

	rk_agent_handle(a, &f);
	return fake.reply.sys ? -1 : 0;
}

/* A greeted agent; the old program runs if there is one; a new one is loaded. */
static u32 begin(struct rk_agent *a, bool with_old, u32 spare)
{
	struct rk_hello h = {.version = RK_PROTO_VERSION};

	fake_init(a);
	ask(a, RK_REQ_HELLO, &h, sizeof(h));
	fake.slot[0].loaded = with_old;
	fake.running = with_old ? OLD : 0;
	fake.spare = spare;
	for (u32 i = 1; i <= 2; i++)
		fake.slot[i].loaded = true;
	return OLD + 1;
}

static int try(struct rk_agent *a, u32 id, u32 window_ms)
{
	struct rk_trial t = {.id = id, .window_ms = window_ms};

	return ask(a, RK_REQ_TRIAL, &t, sizeof(t));
}

/* What the reply to TRIAL names as replaced. */
static u32 before(void)
{
	u32 id;

	memcpy(&id, fake.data, sizeof(id));
	return id;
}

static int commit(struct rk_agent *a, u64 min_runs, u64 max_drops)
{
	struct rk_rules r = fake_rules();

	r.min_runs = min_runs;
	r.max_drops = max_drops;
	return ask(a, RK_REQ_COMMIT, &r, sizeof(r));
}

static bool is_back(u32 new, bool with_old)
{
	return fake.running == (with_old ? OLD : 0u) && !fake_slot(new) && !fake.spare;
}

static int check_commit(struct rk_agent *a, bool with_old)
{
	u32 new = begin(a, with_old, 0);

	if (try(a, new, 1000) || fake.running != new || before() != (with_old ? OLD : 0u))
		return fail("trial", with_old);
	if (!try(a, OLD + 2, 1000))
		return fail("two trials", with_old);
	fake_slot(new)->runs = 7;
	if (commit(a, 7, 0))
		return fail("commit", with_old);
	rk_agent_fini(a);
	return fake.running == new && fake.spare == (with_old ? OLD : 0u) ? 0
									  : fail("stays", with_old);
}

static int check_rules(struct rk_agent *a, bool with_old)
{
	u32 new = begin(a, with_old, 0);

	fake_slot(new)->drops = 5; /* from before the trial: no matter */
	if (try(a, new, 1000))
		return fail("trial", with_old);
	fake_slot(new)->drops += 2;
	if (!commit(a, 0, 1) || !is_back(new, with_old) || !strstr(fake.reply.why, "2 dropped"))
		return fail("drops", with_old);
	if (!commit(a, 0, 1))
		return fail("commit of nothing", with_old);
	new = begin(a, with_old, 0);
	if (try(a, new, 1000) || !commit(a, 1, 0) || !is_back(new, with_old))
		return fail("too few runs", with_old);
	return 0;
}

/* The end of the connection, REVERT, the end of the window. */
static int check_ends(struct rk_agent *a, bool with_old)
{
	const struct timespec moment = {.tv_nsec = 2000000};
	u32 new = begin(a, with_old, 0);

	if (try(a, new, 1000) || rk_trial_left(a) < 1)
		return fail("trial", with_old);
	rk_agent_fini(a);
	if (!is_back(new, with_old))
		return fail("the end of the connection", with_old);
	new = begin(a, with_old, 0);
	if (try(a, new, 1000) || ask(a, RK_REQ_REVERT, NULL, 0) || !is_back(new, with_old))
		return fail("revert", with_old);
	new = begin(a, with_old, 0);
	if (try(a, new, 1))
		return fail("trial", with_old);
	nanosleep(&moment, NULL);
	if (rk_trial_left(a) != -1 || !is_back(new, with_old) || !commit(a, 0, 0))
		return fail("the end of the window", with_old);
	return 0;
}

/* The module detaches what overruns, and then there is no slot to go back to: the old one is
 * attached. */
static int check_detached(struct rk_agent *a, bool with_old)
{
	for (int asked = 0; asked < 2; asked++) {
		u32 new = begin(a, with_old, 0);

		if (try(a, new, 10000))
			return fail("trial", with_old);
		fake.running = fake.spare = 0;
		if (!asked && (rk_trial_left(a) != -1 || !is_back(new, with_old)))
			return fail("not seen in the window", with_old);
		if (!commit(a, 0, 0) || !is_back(new, with_old) ||
			strcmp(fake.reply.why, "it was detached, for it overran"))
			return fail("detached by the module", with_old);
	}
	return 0;
}

/* What lost its spare slot is unloaded, after a commit as after a revert. */
static int check_spare(struct rk_agent *a)
{
	for (int kept = 0; kept < 2; kept++) {
		u32 new = begin(a, true, OLD + 2);

		if (try(a, new, 1000) || (kept ? commit(a, 0, 0) : ask(a, RK_REQ_REVERT, NULL, 0)))
			return fail("trial beside a spare program", kept);
		if (fake_slot(OLD + 2) || !fake_slot(OLD))
			return fail("the former spare program", kept);
	}
	return 0;
}

static int check_refusals(struct rk_agent *a)
{
	u32 new = begin(a, true, 0);

	if (!try(a, OLD, 1000) || !try(a, 99, 1000) || !try(a, new, 3600001))
		return fail("a trial that cannot be", 0);
	return fake.running == OLD ? 0 : fail("a refusal changed something", 0);
}

/* Uploaded and loaded for a trial; its id, 0: refused. */
static u32 load(struct rk_agent *a)
{
	struct {
		struct rk_chunk c;
		u8 byte[8];
	} up = {.c = {.total = sizeof(up.byte)}};
	u32 for_trial = 1, id = 0;

	if (!ask(a, RK_REQ_UPLOAD, &up, sizeof(up)) &&
		!ask(a, RK_REQ_LOAD, &for_trial, sizeof(for_trial)))
		memcpy(&id, fake.data, sizeof(id));
	return id;
}

/* What was loaded for a trial that never came leaves with its connection, or with the next load;
 * what was committed stays, even where someone detached it since. */
static int check_loose(struct rk_agent *a)
{
	u32 first, second;

	begin(a, true, 0);
	first = load(a);
	second = load(a);
	if (!first || !second || fake_slot(first) || !fake_slot(second))
		return fail("two loads", (int)first);
	rk_agent_fini(a);
	if (fake_slot(second))
		return fail("a load without a trial", (int)second);
	begin(a, false, 0);
	first = load(a);
	if (try(a, first, 1000) || commit(a, 0, 0) || ask(a, RK_REQ_DETACH, &first, sizeof(first)))
		return fail("a committed load", (int)first);
	second = load(a);
	rk_agent_fini(a);
	return fake_slot(first) && !fake_slot(second) ? 0 : fail("loads after a commit", 0);
}

int main(void)
{
	struct rk_agent *a = malloc(sizeof(*a));
	int bad = !a;

	fclose(stderr); /* the agent says there what it took back */
	for (int with_old = 0; a && with_old < 2; with_old++)
		bad |= check_commit(a, with_old) || check_rules(a, with_old) ||
		       check_ends(a, with_old) || check_detached(a, with_old);
	bad = bad || check_spare(a) || check_refusals(a) || check_loose(a);
	free(a);
	return bad;
}
