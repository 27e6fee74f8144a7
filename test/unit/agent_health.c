/* SPDX-License-Identifier: MIT */
/* Each rule of a health window takes a program back when it is broken, with its reason, and no
 * other time. A rule about what was not measured says nothing. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "agent.h"
#include "agent_fake.h"

enum { NEW = FAKE_PROGRAM + 1 };

/* What the program did in a window of 120 ms at least, and a reason if it is taken back. */
struct row {
	const char *why;
	struct fake_slot did;
	struct rk_rules rules;
};

#define ANY .max_rate = U64_MAX, .max_ns = U64_MAX, .max_worst = U64_MAX

static const struct row rows[] = {
	{NULL, {.runs = 5}, {ANY}},
	{"1 overruns, 0 allowed", {.overruns = 1}, {ANY}},
	{NULL, {.overruns = 1}, {ANY, .max_overruns = 1}},
	{"3 skipped events, 2 allowed", {.skips = 3}, {ANY, .max_skips = 2}},
	{"4 runs, 5 expected", {.runs = 4}, {ANY, .min_runs = 5}},
	{"runs per second, 1000000000 expected", {.runs = 5}, {ANY, .min_rate = 1000000000}},
	{"runs per second, 1 allowed", {.runs = 1000},
		{.max_rate = 1, .max_ns = U64_MAX, .max_worst = U64_MAX}},
	{NULL, {.runs = 10},
		{.min_rate = 1, .max_rate = 1000, .max_ns = U64_MAX, .max_worst = U64_MAX}},
	{"51 ns for the longest run, 50 ns allowed", {.timed = 1, .ns_max = 51},
		{.max_rate = U64_MAX, .max_ns = 50, .max_worst = U64_MAX}},
	{NULL, {.ns_max = 51}, {.max_rate = U64_MAX, .max_ns = 50, .max_worst = U64_MAX}},
	{"150% of the proved worst case for the longest run, 149% allowed",
		{.timed = 1, .ns_max = 300, .worst_ns = 200},
		{.max_rate = U64_MAX, .max_ns = U64_MAX, .max_worst = 149}},
	{NULL, {.timed = 1, .ns_max = 300}, {.max_rate = U64_MAX, .max_ns = U64_MAX}},
	{"its timer never came", {.period_ns = 1000000}, {ANY}},
	{NULL, {.period_ns = 1000000000}, {ANY}},
	{NULL, {.period_ns = 1000000, .runs = 1}, {ANY}},
};

static int ask(struct rk_agent *a, u16 kind, const void *body, u32 size)
{
	struct rk_frame f = {kind, 1, size, body};

	rk_agent_handle(a, &f);
	return fake.reply.sys ? -1 : 0;
}

static int check(struct rk_agent *a, const struct row *r)
{
	static const struct timespec window = {.tv_nsec = 120 * 1000000};
	struct rk_hello h = {.version = RK_PROTO_VERSION};
	struct rk_trial t = {.id = NEW, .window_ms = 10000};
	int err;

	fake_init(a);
	ask(a, RK_REQ_HELLO, &h, sizeof(h));
	fake.running = FAKE_PROGRAM;
	fake.slot[1].loaded = true;
	if (ask(a, RK_REQ_TRIAL, &t, sizeof(t)))
		return -1;
	fake.slot[1] = r->did;
	fake.slot[1].loaded = true;
	nanosleep(&window, NULL);
	err = ask(a, RK_REQ_COMMIT, &r->rules, sizeof(r->rules));
	rk_agent_fini(a);
	if (!r->why)
		return err || fake.running != NEW ? -1 : 0;
	return err && fake.running == FAKE_PROGRAM && strstr(fake.reply.why, r->why) ? 0 : -1;
}

int main(void)
{
	static struct rk_agent a;

	for (size_t i = 0; i < RK_ARRAY_SIZE(rows); i++) {
		if (check(&a, &rows[i])) {
			printf("row %zu: %s\n", i, fake.reply.why);
			return 1;
		}
	}
	return 0;
}
