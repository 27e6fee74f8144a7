/* SPDX-License-Identifier: MIT */
/* rk deploy: what to deploy, how and where, out of the command line; fleet.h and deploy.h do it. */
#include <getopt.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cmd.h"
#include "deploy.h"
#include "inventory.h"
#include "tool.h"

enum { AT_ONCE = 10, PATIENCE_MS = 30000 };

struct plan {
	struct rk_deploy deploy;
	const char *inventory, *limit;
	u64 serial, canary, max_fail; /* hosts */
	u64 patience_ms;
	u32 max_fail_percent;  /* of the hosts, instead, where it is not 0 */
	char **blobs, **hosts; /* in argv, or the inventory's */
	int n_blobs, n_hosts;
};

static int read_blobs(struct rk_arena *a, struct plan *p)
{
	struct rk_deploy_file *f = rk_alloc(a, (size_t)p->n_blobs * sizeof(*f));
	const char *why;

	for (int i = 0; i < p->n_blobs; i++) {
		int err = rk_file_read(a, p->blobs[i], &f[i].bytes, &f[i].size, &why);

		if (err)
			return rk_fail("deploy", err, "%s", why);
		f[i].path = p->blobs[i];
	}
	p->deploy.file = f;
	p->deploy.n_files = p->n_blobs;
	return RK_EXIT_OK;
}

static u32 most(u64 n)
{
	return n < U32_MAX ? (u32)n : U32_MAX;
}

/* The code of the hosts that failed; 7 where some are as wanted and some are not. */
static int deploy_all(struct plan *p)
{
	u32 n = (u32)p->n_hosts;
	struct rk_fleet f = {.cmd = "deploy",
		.host = p->hosts,
		.n = n,
		.canary = most(p->canary),
		.batch = most(p->serial),
		.at_once = p->serial ? most(p->serial) : AT_ONCE,
		.max_fail = p->max_fail_percent ? (u32)((u64)n * p->max_fail_percent / 100)
						: most(p->max_fail),
		.visit = rk_deploy_host,
		.arg = &p->deploy};
	struct rk_fleet_sum sum;
	int err;

	rk_ssh_begin(&p->deploy.ssh, n > 1);
	err = rk_fleet_run(&f, &sum);
	rk_ssh_end(&p->deploy.ssh);
	if (err)
		return rk_fail("deploy", err, "out of memory or processes");
	if (sum.interrupted)
		rk_fail("deploy", RK_EIO, "interrupted: %u of %u hosts done, %u are untouched",
			sum.done, n, n - sum.done);
	else if (sum.done < n)
		rk_fail("deploy", RK_EIO, "stopped: %u of %u hosts failed, %u are untouched",
			sum.failed, sum.done, n - sum.done);
	if (sum.interrupted && !sum.failed)
		return RK_EXIT_FAIL;
	return sum.failed && sum.failed < sum.done ? RK_EXIT_PARTIAL : sum.code;
}

/* At most half an hour: the robot keeps a trial for an hour and no longer. */
static bool parse_time(const char *text, u64 *ns)
{
	return rk_parse_time(text, ns) && *ns <= 1800 * 1000000000ull;
}

static bool parse_ms(const char *text, u64 *ms)
{
	u64 ns;

	if (!parse_time(text, &ns) || ns % 1000000)
		return false;
	*ms = ns / 1000000;
	return true;
}

static bool parse_percent(const char *text, u64 most, u64 *percent)
{
	size_t n = strlen(text);
	char word[8];

	if (!n || text[n - 1] != '%' || n > sizeof(word))
		return false;
	memcpy(word, text, n - 1);
	word[n - 1] = 0;
	return rk_text_unsigned(word, most, percent);
}

/* N, or N% of the hosts. */
static bool parse_share(const char *text, struct plan *p)
{
	u64 percent = 0;

	if (parse_percent(text, 100, &percent))
		p->max_fail = 0;
	else if (!rk_text_unsigned(text, U64_MAX, &p->max_fail))
		return false;
	p->max_fail_percent = (u32)percent;
	return true;
}

/* Where the number of an option goes, or NULL. */
static u64 *number_of(int c, struct plan *p)
{
	struct rk_rules *r = &p->deploy.rules;

	switch (c) {
	case 'r': return &r->min_runs;
	case 'o': return &r->max_overruns;
	case 's': return &r->max_skips;
	case 'd': return &r->max_drops;
	case 'e': return &r->min_rate;
	case 'E': return &r->max_rate;
	case 'C': return &p->canary;
	case 'S': return &p->serial;
	default: return NULL;
	}
}

static bool parse_option(int c, struct plan *p)
{
	switch (c) {
	case 'c': return p->deploy.check = true;
	case 'i': return (p->inventory = optarg);
	case 'l': return (p->limit = optarg);
	case 'p': return p->deploy.persist = true;
	case 'm': return p->deploy.reset = true;
	case 'j': return p->deploy.json = true;
	case 'h': return parse_ms(optarg, &p->deploy.health_ms);
	case 't': return parse_ms(optarg, &p->patience_ms) && p->patience_ms;
	case 'n': return parse_time(optarg, &p->deploy.rules.max_ns);
	case 'w': return parse_percent(optarg, 1000000, &p->deploy.rules.max_worst);
	case 'F': return parse_share(optarg, p);
	default: return number_of(c, p) && rk_text_unsigned(optarg, U64_MAX, number_of(c, p));
	}
}

static const char *example_of(int c)
{
	return c == 'h' || c == 't' ? "30s"
	       : c == 'n'           ? "50us"
	       : c == 'w'           ? "100%"
	       : c == 'F'           ? "2 or 10%"
				    : "2";
}

static int parse_options(int argc, char **argv, struct plan *p)
{
	static const struct option options[] = {{"check", no_argument, NULL, 'c'},
		{"health", required_argument, NULL, 'h'},
		{"min-runs", required_argument, NULL, 'r'},
		{"max-overruns", required_argument, NULL, 'o'},
		{"max-skips", required_argument, NULL, 's'},
		{"max-drops", required_argument, NULL, 'd'},
		{"min-rate", required_argument, NULL, 'e'},
		{"max-rate", required_argument, NULL, 'E'},
		{"max-run", required_argument, NULL, 'n'},
		{"max-worst", required_argument, NULL, 'w'}, {"persist", no_argument, NULL, 'p'},
		{"inventory", required_argument, NULL, 'i'},
		{"limit", required_argument, NULL, 'l'}, {"serial", required_argument, NULL, 'S'},
		{"canary", required_argument, NULL, 'C'},
		{"max-fail", required_argument, NULL, 'F'},
		{"timeout", required_argument, NULL, 't'}, {"reset-maps", no_argument, NULL, 'm'},
		{"json", no_argument, NULL, 'j'}, {0}};

	optind = 1;
	opterr = 0;
	for (int c, i = -1; (c = getopt_long(argc, argv, "i:l:", options, &i)) != -1; i = -1) {
		if (parse_option(c, p))
			continue;
		if (c == '?' || i < 0)
			return rk_usage("deploy", "'%s' is not understood", argv[optind - 1]);
		return rk_usage("deploy", "--%s: '%s' is no such value as %s", options[i].name,
			optarg, example_of(c));
	}
	p->deploy.patience_ms = (int)p->patience_ms;
	return RK_EXIT_OK;
}

static bool is_blob(const char *word)
{
	size_t n = strlen(word);

	return n > 4 && !strcmp(word + n - 4, ".rkb");
}

/* One host is one robot: two deploys at once would be in each other's way. */
static const char *named_twice(const struct plan *p)
{
	for (int i = 0; i < p->n_hosts; i++)
		for (int k = 0; k < i; k++)
			if (!strcmp(p->hosts[i], p->hosts[k]))
				return p->hosts[i];
	return NULL;
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
	if (named_twice(p))
		return rk_usage("deploy", "'%s' is named twice", named_twice(p));
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
	struct plan p = {.deploy.rules = {.max_missed = U64_MAX,
				 .max_rate = U64_MAX,
				 .max_ns = U64_MAX,
				 .max_worst = U64_MAX},
		.max_fail = U64_MAX,
		.patience_ms = PATIENCE_MS};
	struct rk_arena a = {0};
	int code = parse_options(argc, argv, &p);

	if (!code)
		code = parse_words(argc - optind, argv + optind, &p);
	if (!code && p.inventory)
		code = read_inventory(&a, &p);
	if (!code)
		code = read_blobs(&a, &p);
	if (!code)
		code = deploy_all(&p);
	rk_arena_fini(&a);
	return code;
}
