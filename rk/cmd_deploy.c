/* SPDX-License-Identifier: MIT */
/*
 * rk deploy: blobs to robots, one host after the other over one connection each. A program goes on
 * trial in the spare slot of its hook; the robot itself takes it back unless this side says in time
 * that it may stay (rk/agent/trial.c).
 */
#include <errno.h>
#include <getopt.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "cmd.h"
#include "inventory.h"
#include "robot.h"

enum { GRACE_MS = 10000 }; /* beyond the window, for the connection */

struct plan {
	bool check, json, reset, persist;
	u64 health_ms;
	struct rk_rules rules;
	const char *inventory, *limit;
	u64 canary, max_fail;  /* hosts that must all succeed first, hosts that may fail */
	char **blobs, **hosts; /* in argv, or the inventory's */
	int n_blobs, n_hosts;
};

/* What became of one blob at one host. */
struct outcome {
	const char *host, *result;
	char name[RK_MAX_NAME];
	u32 id, before;
	struct rk_uapi_stats stats;
};

static void print(const struct plan *p, const struct outcome *o)
{
	const struct rk_uapi_stats *s = &o->stats;

	fputs(p->json ? "{\"schema\":1,\"host\":" : "", stdout);
	rk_text_string(o->host, strlen(o->host), p->json);
	printf(p->json ? ",\"program\":" : ": ");
	rk_text_string(o->name, sizeof(o->name), p->json);
	printf(p->json ? ",\"result\":\"%s\",\"id\":%u,\"before\":%u" : ": %s", o->result, o->id,
		o->before);
	if (p->json)
		printf(",\"runs\":%llu,\"overruns\":%llu,\"skips\":%llu,\"drops\":%llu,\"missed\":%"
		       "llu}",
			(unsigned long long)s->runs, (unsigned long long)s->overruns,
			(unsigned long long)s->skips, (unsigned long long)s->drops,
			(unsigned long long)s->missed);
	else if (o->id)
		printf(" as %u%s: %llu runs, %llu overruns, %llu skips, %llu drops in %llu ms",
			o->id, o->before ? ", in place of the one before" : "",
			(unsigned long long)s->runs, (unsigned long long)s->overruns,
			(unsigned long long)s->skips, (unsigned long long)s->drops,
			(unsigned long long)p->health_ms);
	putchar('\n');
	fflush(stdout);
}

/* The program that runs there with this name and payload, 0: none does. */
static int find_same(struct rk_tool *t, u32 *id)
{
	struct rk_row row;
	u32 after = 0;

	*id = 0;
	do {
		if (rk_link_call(t->link, RK_REQ_PROGRAMS, &after, sizeof(after), 0))
			return -1;
		for (size_t at = 0; at + sizeof(row) <= t->link->size; at += sizeof(row)) {
			memcpy(&row, t->link->data + at, sizeof(row));
			after = row.prog.id;
			if (row.prog.attached == RK_PLACE_RUNS &&
				!memcmp(row.prog.name, t->sent_name, sizeof(t->sent_name)) &&
				!memcmp(row.prog.sha3, t->sent_sha3, sizeof(t->sent_sha3)))
				*id = row.prog.id;
		}
	} while (t->link->size >= sizeof(row));
	return 0;
}

static void wait_ms(u64 ms)
{
	struct timespec left = {
		.tv_sec = (time_t)(ms / 1000), .tv_nsec = (long)(ms % 1000) * 1000000};

	while (nanosleep(&left, &left) && errno == EINTR)
		;
}

/* Loaded, on trial, committed. -1: refused; *on_trial: the robot has gone back by itself. */
static int install(struct rk_tool *t, const struct plan *p, struct outcome *o, bool *on_trial)
{
	struct rk_link *l = t->link;
	struct rk_trial trial = {.flags = p->reset ? RK_REPLACE_RESET_MAPS : 0,
		.window_ms = (u32)(p->health_ms + GRACE_MS)};

	if (rk_link_call(l, RK_REQ_LOAD, NULL, 0, sizeof(u32)))
		return -1;
	memcpy(&o->id, l->data, sizeof(o->id));
	trial.id = o->id;
	if (rk_link_call(l, RK_REQ_TRIAL, &trial, sizeof(trial), sizeof(u32))) {
		struct rk_reply why = l->reply;

		rk_link_call(l, RK_REQ_UNLOAD, &o->id, sizeof(o->id), 0);
		l->reply = why;
		return -1;
	}
	memcpy(&o->before, l->data, sizeof(o->before));
	*on_trial = true;
	wait_ms(p->health_ms);
	if (rk_link_call(l, RK_REQ_COMMIT, &p->rules, sizeof(p->rules), sizeof(o->stats)))
		return -1;
	memcpy(&o->stats, l->data, sizeof(o->stats));
	*on_trial = false;
	return 0;
}

/* The image is uploaded. An exit code; what became of it is printed. */
static int settle(struct rk_tool *t, const struct plan *p, struct outcome *o)
{
	bool on_trial = false;
	u32 same = 0;
	int err = p->check ? 0 : find_same(t, &same);

	memcpy(o->name, t->sent_name, sizeof(o->name));
	o->result = same ? "unchanged" : p->check ? "checked" : "installed";
	if (!err && !same)
		err = rk_link_call(t->link, RK_REQ_CHECK, NULL, 0, 0);
	if (!err && !same && !p->check)
		err = install(t, p, o, &on_trial);
	if (!err && !p->check && p->persist)
		err = rk_link_call(t->link, RK_REQ_PERSIST, NULL, 0, 0);
	if (!err) {
		print(p, o);
		return RK_EXIT_OK;
	}
	if (p->json) {
		o->result = on_trial ? "reverted" : "failed";
		o->id = 0;
		print(p, o);
	}
	if (!on_trial)
		return rk_tool_refused(t, o->host);
	rk_tool_refused(t, o->host);
	return rk_tool_say(t, RK_EXIT_FAIL, "%s: %s", o->host,
		o->before ? "the program before it runs again" : "it was taken away again");
}

static int deploy_blob(struct rk_tool *t, const struct plan *p, const char *host, const char *path)
{
	struct outcome o = {.host = host};
	int code = rk_tool_send(t, path);

	return code ? code : settle(t, p, &o);
}

static int deploy_host(const struct plan *p, const char *host)
{
	static const struct rk_tool_row row = {.name = "deploy"};
	struct rk_tool t = {.self = "rk", .row = &row};
	int code = rk_robot_open(&t, host);

	if (code)
		return code;
	for (int i = 0; i < p->n_blobs && !code; i++)
		code = deploy_blob(&t, p, host, p->blobs[i]);
	rk_robot_close(&t, host);
	return code;
}

/* After `done` hosts of which `failed` failed: is it time to leave the others alone? */
static bool stops(const struct plan *p, u64 done, u64 failed)
{
	return failed > p->max_fail || (failed && done <= p->canary);
}

/* The code of the last host that failed; 7 where some are as wanted and some are not. */
static int deploy_all(const struct plan *p)
{
	int failed = 0, done = 0, code = RK_EXIT_OK;

	while (done < p->n_hosts && !stops(p, (u64)done, (u64)failed)) {
		int one = deploy_host(p, p->hosts[done++]);

		failed += one != 0;
		code = one ? one : code;
	}
	if (done < p->n_hosts)
		rk_fail("deploy", RK_EIO, "stopped: %d of %d hosts failed, %d are untouched",
			failed, done, p->n_hosts - done);
	return failed && failed < done ? RK_EXIT_PARTIAL : code;
}

/* 250ms, 30s, 5m; at most half an hour. */
static bool parse_time(const char *text, u64 *ms)
{
	static const struct {
		const char *unit;
		u64 ms;
	} units[] = {{"ms", 1}, {"s", 1000}, {"m", 60000}};
	char *end;
	u64 n = strtoull(text, &end, 10);

	if (end == text || *text == '-')
		return false;
	for (size_t i = 0; i < RK_ARRAY_SIZE(units); i++) {
		if (strcmp(end, units[i].unit) || n > 1800000 / units[i].ms)
			continue;
		*ms = n * units[i].ms;
		return true;
	}
	return false;
}

/* An option whose number is a rule of the trial. */
static bool parse_rule(int c, struct plan *p)
{
	u64 *to = c == 'r'   ? &p->rules.min_runs
		  : c == 'o' ? &p->rules.max_overruns
		  : c == 'C' ? &p->canary
		  : c == 'F' ? &p->max_fail
		  : c == 's' ? &p->rules.max_skips
		  : c == 'd' ? &p->rules.max_drops
			     : NULL;

	return to && rk_text_unsigned(optarg, U64_MAX, to);
}

static int parse_options(int argc, char **argv, struct plan *p)
{
	static const struct option options[] = {{"check", no_argument, NULL, 'c'},
		{"health", required_argument, NULL, 'h'},
		{"min-runs", required_argument, NULL, 'r'},
		{"max-overruns", required_argument, NULL, 'o'},
		{"max-skips", required_argument, NULL, 's'},
		{"max-drops", required_argument, NULL, 'd'}, {"persist", no_argument, NULL, 'p'},
		{"inventory", required_argument, NULL, 'i'},
		{"limit", required_argument, NULL, 'l'}, {"canary", required_argument, NULL, 'C'},
		{"max-fail", required_argument, NULL, 'F'}, {"reset-maps", no_argument, NULL, 'm'},
		{"json", no_argument, NULL, 'j'}, {0}};

	optind = 1;
	opterr = 0;
	for (int c; (c = getopt_long(argc, argv, "i:l:", options, NULL)) != -1;) {
		switch (c) {
		case 'c': p->check = true; break;
		case 'i': p->inventory = optarg; break;
		case 'l': p->limit = optarg; break;
		case 'p': p->persist = true; break;
		case 'm': p->reset = true; break;
		case 'j': p->json = true; break;
		case 'h':
			if (!parse_time(optarg, &p->health_ms))
				return rk_usage("deploy", "'%s' is no time such as 30s", optarg);
			break;
		default:
			if (!parse_rule(c, p))
				return rk_usage(
					"deploy", "'%s' is not understood", argv[optind - 1]);
		}
	}
	return RK_EXIT_OK;
}

static bool is_blob(const char *word)
{
	size_t n = strlen(word);

	return n > 4 && !strcmp(word + n - 4, ".rkb");
}

/* Blobs first, then hosts. */
static int parse_words(int argc, char **argv, struct plan *p)
{
	int i = 0;

	for (p->blobs = argv; i < argc && is_blob(argv[i]); i++)
		p->n_blobs++;
	for (p->hosts = argv + i; i < argc; i++, p->n_hosts++)
		if (is_blob(argv[i]) || *argv[i] == '-' || !*argv[i])
			return rk_usage("deploy", "'%s' is no host: blobs come first", argv[i]);
	if (p->inventory && p->n_hosts)
		return rk_usage("deploy", "hosts come from the inventory or are named: not both");
	if (p->limit && !p->inventory)
		return rk_usage("deploy", "--limit is about an --inventory");
	if (!p->n_blobs || (!p->n_hosts && !p->inventory))
		return rk_usage("deploy", "expected BLOB.rkb... HOST...");
	return RK_EXIT_OK;
}

static int read_inventory(struct rk_arena *a, struct plan *p)
{
	struct rk_hosts hosts;
	const char *why;
	size_t size;
	u8 *text;
	int err = rk_file_read(a, p->inventory, &text, &size, &why);

	if (err)
		return rk_fail("deploy", err, "%s", why);
	err = rk_inventory_read(a, (char *)text, size, p->limit, &hosts, &why);
	if (err)
		return rk_fail(
			"deploy", err, "%s:%s%s", p->inventory, err == RK_EINPUT ? "" : " ", why);
	if (!hosts.n)
		return rk_fail("deploy", RK_ENOENT, "%s: no host", p->inventory);
	p->hosts = hosts.destination;
	p->n_hosts = (int)hosts.n;
	return RK_EXIT_OK;
}

int rk_cmd_deploy(int argc, char **argv)
{
	/* A timer that finds a busy machine misses periods: that is the machine's, not the
	 * program's. */
	struct plan p = {.rules = {.max_missed = U64_MAX}, .max_fail = U64_MAX};
	struct rk_arena a = {0};
	int code = parse_options(argc, argv, &p);

	if (!code)
		code = parse_words(argc - optind, argv + optind, &p);
	if (!code && p.inventory)
		code = read_inventory(&a, &p);
	if (!code)
		code = deploy_all(&p);
	rk_arena_fini(&a);
	return code;
}
