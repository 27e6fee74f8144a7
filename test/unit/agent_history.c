/* SPDX-License-Identifier: MIT */
/*
 * The robot's history: what came, went and was taken back, the newest of it; bounded; a record is
 * there whole or not at all, also where the disk is full or the file was cut off; and where nothing
 * can be written the deploy goes on.
 */
#include <dirent.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#include "agent.h"
#include "agent_fake.h"

static char folder[] = "/tmp/rk-history-XXXXXX", file[64];

static int fail(const char *what, long n)
{
	printf("%s (%ld)\n", what, n);
	return 1;
}

static int ask(struct rk_agent *a, u16 kind, const void *body, u32 size)
{
	struct rk_frame f = {kind, 1, size, body};

	rk_agent_handle(a, &f);
	return fake.reply.sys ? -1 : 0;
}

static void begin(struct rk_agent *a)
{
	struct rk_hello h = {.version = RK_PROTO_VERSION};

	fake_init(a);
	a->store = folder;
	fake.slot[1].loaded = true;
	ask(a, RK_REQ_HELLO, &h, sizeof(h));
}

/* The history as a workstation gets it. */
static u32 past(struct rk_agent *a, struct rk_past out[256])
{
	if (ask(a, RK_REQ_HISTORY, NULL, 0))
		return 0;
	memcpy(out, fake.data, fake.size);
	return fake.size / (u32)sizeof(out[0]);
}

static int act(struct rk_agent *a, u16 kind, u32 id)
{
	return ask(a, kind, &id, sizeof(id));
}

static int try(struct rk_agent *a, u32 id, u64 min_runs)
{
	struct rk_trial t = {.id = id, .window_ms = 1000};
	struct rk_rules r = fake_rules();

	r.min_runs = min_runs;
	return ask(a, RK_REQ_TRIAL, &t, sizeof(t)) || ask(a, RK_REQ_COMMIT, &r, sizeof(r)) ? -1 : 0;
}

static int check_results(struct rk_agent *a)
{
	static const u32 want[] = {RK_PAST_INSTALLED, RK_PAST_REVERTED, RK_PAST_REVERTED,
		RK_PAST_DETACHED, RK_PAST_ATTACHED};
	struct rk_past p[256];
	struct rk_trial t = {.id = FAKE_PROGRAM + 1, .window_ms = 1000};

	begin(a);
	if (try(a, FAKE_PROGRAM, 0) || !try(a, FAKE_PROGRAM + 1, 5))
		return fail("trials", 0);
	fake.slot[1].loaded = true;
	ask(a, RK_REQ_TRIAL, &t, sizeof(t));
	rk_agent_fini(a); /* the connection ends */
	begin(a);
	fake.running = FAKE_PROGRAM;
	act(a, RK_REQ_DETACH, FAKE_PROGRAM);
	act(a, RK_REQ_ATTACH, FAKE_PROGRAM);
	if (past(a, p) != RK_ARRAY_SIZE(want))
		return fail("records", past(a, p));
	for (u32 i = 0; i < RK_ARRAY_SIZE(want); i++)
		if (p[i].result != want[i] || strcmp(p[i].name, "tick") || !p[i].date_ms ||
			!p[i].up_ms || !(p[i].boot[0] | p[i].boot[1] | p[i].boot[2]))
			return fail("a record", i);
	if (strcmp(p[1].why, "0 runs, 5 expected") || strcmp(p[1].from, "10.1.2.3"))
		return fail("why and whence", 0);
	return strcmp(p[2].why, "the connection ended before COMMIT") ? fail("cut off", 0) : 0;
}

/* Never more than fit a reply, and always the newest. */
static int check_bound(struct rk_agent *a)
{
	struct rk_past p[256];
	struct stat st;

	begin(a);
	for (int i = 0; i < 1001; i++) {
		act(a, i % 2 ? RK_REQ_DETACH : RK_REQ_ATTACH, FAKE_PROGRAM);
		if (stat(file, &st) || st.st_size > 200 * (off_t)sizeof(p[0]))
			return fail("bound", (long)st.st_size);
	}
	if (past(a, p) < 150 || p[past(a, p) - 1].result != RK_PAST_ATTACHED)
		return fail("newest", past(a, p));
	return 0;
}

/* The rest of a record that was cut off is not read, and is written over. */
static int check_torn(struct rk_agent *a)
{
	struct rk_past p[256];
	u32 before;

	begin(a);
	before = past(a, p);
	if (truncate(file, (off_t)(before * sizeof(p[0])) - 7) || past(a, p) != before - 1)
		return fail("torn", past(a, p));
	act(a, RK_REQ_ATTACH, FAKE_PROGRAM);
	return past(a, p) == before && p[before - 1].result == RK_PAST_ATTACHED ? 0
										: fail("after", 0);
}

/* A limit of this process stands for a full disk: 100 bytes of a record still fit. */
static int check_full(struct rk_agent *a)
{
	struct rlimit l = {.rlim_cur = RLIM_INFINITY, .rlim_max = RLIM_INFINITY};
	struct rk_past p[256];
	struct stat st;
	u32 before;

	signal(SIGXFSZ, SIG_IGN);
	begin(a);
	fake.running = FAKE_PROGRAM;
	before = past(a, p);
	l.rlim_cur = before * sizeof(p[0]) + 100;
	if (setrlimit(RLIMIT_FSIZE, &l) || act(a, RK_REQ_DETACH, FAKE_PROGRAM))
		return fail("a full disk is in the way", 0);
	if (past(a, p) != before || stat(file, &st) || st.st_size != (off_t)(before * sizeof(p[0])))
		return fail("part of a record", (long)st.st_size);
	l.rlim_cur = RLIM_INFINITY;
	setrlimit(RLIMIT_FSIZE, &l);
	return 0;
}

/* Nothing there, or no folder: no history, and no failure. */
static int check_none(struct rk_agent *a)
{
	struct rk_past p[256];

	unlink(file);
	begin(a);
	if (past(a, p) || fake.reply.sys)
		return fail("no file", 0);
	a->store = "/proc/nowhere/at/all";
	if (act(a, RK_REQ_ATTACH, FAKE_PROGRAM))
		return fail("no folder", 0);
	return past(a, p) || fake.reply.sys != ENOENT ? fail("a history without a folder", 0) : 0;
}

int main(void)
{
	static struct rk_agent a;
	int err;

	setenv("SSH_CONNECTION", "10.1.2.3 4711 10.1.2.4 22", 1);
	if (!mkdtemp(folder) || !freopen("/dev/null", "w", stderr))
		return fail("setup", 0);
	snprintf(file, sizeof(file), "%s/history", folder);
	err = check_results(&a) || check_bound(&a) || check_torn(&a) || check_full(&a) ||
	      check_none(&a);
	unlink(file);
	rmdir(folder);
	return err;
}
