/* SPDX-License-Identifier: MIT */
/*
 * rk top: what the programs of a robot do now. Rates and times are of the interval between two
 * answers, by this machine's clock; of runs that were not timed the average of those that were is
 * taken. One connection, one request per interval; it ends with the connection, --count or Ctrl-C.
 */
#include <getopt.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "cmd.h"
#include "robot.h"
#include "rk_platform.h"
#include "rk/tables.h"

enum { MOST = 1024 }; /* programs; a runtime holds far fewer */

struct options {
	const char *host;
	u64 interval_ms, count;
	bool json;
};

struct sample {
	u64 ns; /* CLOCK_MONOTONIC */
	u32 n;
	struct rk_row rows[MOST];
};

/* What one program did between two samples. */
struct rate {
	double runs, ns, core; /* per second, per run, share of one core */
	u64 overruns, drops, skips;
};

static int add(struct rk_tool *t, const struct rk_row *row, void *arg)
{
	struct sample *s = arg;

	if (s->n == MOST)
		return rk_tool_say(t, RK_EXIT_FAIL, "more than %d programs", MOST);
	s->rows[s->n++] = *row;
	return RK_EXIT_OK;
}

static int take(struct rk_tool *t, struct sample *s)
{
	int code;

	s->n = 0;
	code = rk_tool_each(t, add, s);
	s->ns = rk_plat_now_ns();
	return code;
}

static const struct rk_uapi_stats *stats_of(const struct sample *s, u32 id)
{
	static const struct rk_uapi_stats none;

	for (u32 i = 0; i < s->n; i++)
		if (s->rows[i].prog.id == id)
			return &s->rows[i].stats;
	return &none;
}

/* A robot is foreign: counters that went back show as 0, not as 2^64. */
static u64 since(u64 now, u64 before)
{
	return now > before ? now - before : 0;
}

static struct rate rate_of(const struct rk_row *row, const struct sample *before, u64 ns)
{
	const struct rk_uapi_stats *s = &row->stats, *b = stats_of(before, row->prog.id);
	u64 runs = since(s->runs, b->runs), timed = since(s->timed, b->timed);
	double seconds = (double)(ns ? ns : 1) / 1e9;
	struct rate r = {.runs = (double)runs / seconds,
		.ns = timed ? (double)since(s->ns_total, b->ns_total) / (double)timed : 0,
		.overruns = since(s->overruns, b->overruns),
		.drops = since(s->drops, b->drops),
		.skips = since(s->skips, b->skips)};

	r.core = r.runs * r.ns / 1e9;
	return r;
}

static void print_json(const struct options *o, const struct rk_row *row, const struct rate *r)
{
	printf("{\"schema\":1,\"host\":");
	rk_text_string(o->host, strlen(o->host), true);
	printf(",\"id\":%u,\"name\":", row->prog.id);
	rk_text_string(row->prog.name, sizeof(row->prog.name), true);
	printf(",\"section\":");
	rk_text_string(row->prog.section, sizeof(row->prog.section), true);
	printf(",\"attached\":%s,\"runs_per_s\":%.1f,\"ns_avg\":%.0f,\"ns_max\":%" PRIu64
	       ",\"core\":%.6f,\"overruns\":%" PRIu64 ",\"drops\":%" PRIu64 ",\"skips\":%" PRIu64
	       "}\n",
		row->prog.attached == RK_PLACE_RUNS ? "true" : "false", r->runs, r->ns,
		row->stats.ns_max, r->core, r->overruns, r->drops, r->skips);
}

static void print_row(const struct rk_row *row, const struct rate *r)
{
	char name[RK_MAX_NAME + 1] = {0}, section[33] = {0};

	memcpy(name, row->prog.name, sizeof(row->prog.name));
	memcpy(section, row->prog.section, sizeof(section) - 1);
	for (char *c = name; *c; c++)
		*c = *c < ' ' || *c > '~' ? '?' : *c;
	for (char *c = section; *c; c++)
		*c = *c < ' ' || *c > '~' ? '?' : *c;
	printf("%4u %-20.20s %-26.26s ", row->prog.id, name, section);
	if (row->prog.attached != RK_PLACE_RUNS)
		printf("%10s", row->prog.attached == RK_PLACE_SPARE ? "spare" : "detached");
	else
		printf("%10.1f", r->runs);
	printf(" %8.0f %9" PRIu64 " %7.3f %8" PRIu64 " %7" PRIu64 " %7" PRIu64 "\n", r->ns,
		row->stats.ns_max, 100 * r->core, r->overruns, r->drops, r->skips);
}

static void print(const struct options *o, const struct sample *s, const struct sample *before)
{
	if (!o->json) {
		if (isatty(STDOUT_FILENO))
			fputs("\033[H\033[J", stdout);
		printf("%s: %u program%s\n", o->host, s->n, s->n == 1 ? "" : "s");
		printf("%4s %-20s %-26s %10s %8s %9s %7s %8s %7s %7s\n", "ID", "PROGRAM", "HOOK",
			"RUNS/S", "AVG NS", "MAX NS", "CORE %", "OVERRUNS", "DROPS", "SKIPS");
	}
	for (u32 i = 0; i < s->n; i++) {
		struct rate r = rate_of(&s->rows[i], before, since(s->ns, before->ns));

		if (o->json)
			print_json(o, &s->rows[i], &r);
		else
			print_row(&s->rows[i], &r);
	}
	fflush(stdout);
}

static void wait_ms(u64 ms)
{
	struct timespec t = {.tv_sec = (time_t)(ms / 1000), .tv_nsec = (long)(ms % 1000) * 1000000};

	nanosleep(&t, NULL);
}

static int watch(struct rk_tool *t, const struct options *o, struct sample s[2])
{
	int code = take(t, &s[0]);

	for (u64 i = 1; !code && i <= o->count; i++) {
		wait_ms(o->interval_ms);
		if (rk_interrupted())
			break;
		code = take(t, &s[i & 1]);
		if (!code)
			print(o, &s[i & 1], &s[~i & 1]);
		if (ferror(stdout))
			return RK_EXIT_FAIL;
	}
	return code;
}

static bool parse_number(const char *text, u64 least, u64 most, u64 *to)
{
	return rk_text_unsigned(text, most, to) && *to >= least;
}

static int parse_options(int argc, char **argv, struct options *o)
{
	static const struct option longs[] = {{"host", required_argument, NULL, 'h'},
		{"interval", required_argument, NULL, 'i'}, {"count", required_argument, NULL, 'c'},
		{"json", no_argument, NULL, 'j'}, {0}};

	int c, which = 0;

	optind = 1;
	opterr = 0;
	while ((c = getopt_long(argc, argv, "", longs, &which)) != -1) {
		bool good = true;

		switch (c) {
		case 'h':
			o->host = optarg;
			good = *optarg && *optarg != '-';
			break;
		case 'i': good = parse_number(optarg, 10, 3600000, &o->interval_ms); break;
		case 'c': good = parse_number(optarg, 1, U64_MAX, &o->count); break;
		case 'j': o->json = true; break;
		default: return rk_usage("top", "'%s' is not understood", argv[optind - 1]);
		}
		if (!good)
			return rk_usage(
				"top", "--%s does not take '%s'", longs[which].name, optarg);
	}
	return optind == argc ? RK_EXIT_OK : rk_usage("top", "'%s' is too much", argv[optind]);
}

int rk_cmd_top(int argc, char **argv)
{
	static const struct rk_tool_row row = {.name = "top"};
	struct options o = {.host = "local", .interval_ms = 1000, .count = U64_MAX};
	struct rk_tool t = {.self = "rk", .row = &row};
	int code = parse_options(argc, argv, &o);
	struct sample *s;

	if (code)
		return code;
	s = calloc(2, sizeof(*s));
	if (!s)
		return rk_fail("top", RK_ENOMEM, "%s", rk_strerror(RK_ENOMEM));
	rk_catch_interrupt();
	code = rk_robot_open(&t, o.host);
	if (!code) {
		code = watch(&t, &o, s);
		rk_robot_close(&t, o.host);
	}
	free(s);
	return code;
}
