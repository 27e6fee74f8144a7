/* SPDX-License-Identifier: MIT */
/*
 * rk run: a program in this process, on recorded events or a real timer, with a simulated robot
 * around it. Events and outputs go to stdout, one per line; what went wrong to stderr.
 */
#include <getopt.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "cmd.h"
#include "counterexample.h"
#include "engine.h"
#include "events.h"
#include "interp.h"
#include "live.h"
#include "replay.h"
#include "edf.h"
#include "world.h"

struct options {
	const char *file, *engine, *key, *replay, *program, *out, *as, *witness, *target_btf;
	bool live, json, map_dump;
	u64 for_ns;
	int fifo;
};

struct session {
	struct options o;
	struct rk_arena a;
	struct rk_rt rt;
	struct rk_engine e;
	struct rk_slot slot;
	struct rk_sim sim;
	struct rk_print print;
	struct rk_live live;
	const struct rk_hook_row *as;
	struct rk_types types; /* of the blob's maps */
	FILE *forwarded;       /* into out */
	char *out;
	size_t out_len;
	u64 events, forwards, skipped;
	u64 seq[RK_MAX_MAPS]; /* records seen of each ring */
};

enum {
	OPT_ENGINE = 256,
	OPT_KEY,
	OPT_REPLAY,
	OPT_LIVE,
	OPT_FOR,
	OPT_JSON,
	OPT_PROGRAM,
	OPT_DUMP,
	OPT_OUT,
	OPT_AS,
	OPT_FIFO,
	OPT_WITNESS,
	OPT_BTF
};

static const struct option longs[] = {
	{"engine", required_argument, NULL, OPT_ENGINE},
	{"key", required_argument, NULL, OPT_KEY},
	{"replay", required_argument, NULL, OPT_REPLAY},
	{"live", no_argument, NULL, OPT_LIVE},
	{"for", required_argument, NULL, OPT_FOR},
	{"json", no_argument, NULL, OPT_JSON},
	{"program", required_argument, NULL, OPT_PROGRAM},
	{"map-dump", no_argument, NULL, OPT_DUMP},
	{"out", required_argument, NULL, OPT_OUT},
	{"as", required_argument, NULL, OPT_AS},
	{"fifo", required_argument, NULL, OPT_FIFO},
	{"counterexample", required_argument, NULL, OPT_WITNESS},
	{"target-btf", required_argument, NULL, OPT_BTF},
	{0},
};

static int set_option(struct options *o, int opt)
{
	switch (opt) {
	case OPT_ENGINE:
		o->engine = optarg;
		if (strcmp(optarg, "native") && strcmp(optarg, "interp"))
			return rk_usage(
				"run", "--engine is 'native' or 'interp', not '%s'", optarg);
		break;
	case OPT_KEY: o->key = optarg; break;
	case OPT_REPLAY: o->replay = optarg; break;
	case OPT_LIVE: o->live = true; break;
	case OPT_FOR:
		if (!rk_parse_time(optarg, &o->for_ns) || !o->for_ns)
			return rk_usage(
				"run", "--for takes a time such as 5s or 250ms, not '%s'", optarg);
		break;
	case OPT_JSON: o->json = true; break;
	case OPT_PROGRAM: o->program = optarg; break;
	case OPT_DUMP: o->map_dump = true; break;
	case OPT_OUT: o->out = optarg; break;
	case OPT_AS: o->as = optarg; break;
	case OPT_WITNESS: o->witness = optarg; break;
	case OPT_BTF: o->target_btf = optarg; break;
	case OPT_FIFO:
		o->fifo = atoi(optarg);
		if (o->fifo < 1 || o->fifo > 99)
			return rk_usage(
				"run", "--fifo takes a priority from 1 to 99, not '%s'", optarg);
		break;
	default:
		return rk_usage(
			"run", "no such option, or its value is missing: %s", optarg ? optarg : "");
	}
	return RK_EXIT_OK;
}

static int parse_options(struct options *o, int argc, char **argv)
{
	int opt, err;

	optind = 1;
	opterr = 0;
	while ((opt = getopt_long(argc, argv, "", longs, NULL)) != -1) {
		if (opt == '?')
			return rk_usage("run", "bad option %s", argv[optind - 1]);
		err = set_option(o, opt);
		if (err)
			return err;
	}
	if (optind + 1 != argc)
		return rk_usage("run", "give one file: a .rkb, or a .bpf.o with --engine interp");
	o->file = argv[optind];
	if (o->witness && (!o->engine || strcmp(o->engine, "interp") || o->replay || o->live))
		return rk_usage("run", "--counterexample FILE is played by --engine interp, alone");
	if (!o->witness && !o->replay == !o->live)
		return rk_usage("run", "give one source of events: --replay FILE or --live");
	if (o->as && !rk_events_type(o->as))
		return rk_usage("run", "--as: no context struct '%s'", o->as);
	return RK_EXIT_OK;
}

static int open_object(struct session *s, const u8 *file, size_t size)
{
	if (s->o.engine && !strcmp(s->o.engine, "interp"))
		return rk_engine_interp(&s->e, s->o.file, file, size);
#ifdef RK_PROFILE_CLOUD
	return rk_run_jit(&s->e, s->o.file);
#else
	s->e.why = "an object needs '--engine interp', or 'rk build' first: this profile does not "
		   "compile at load";
	return RK_EUNSUP;
#endif
}

static bool is_source(const char *path)
{
	size_t n = strlen(path);

	return n > 2 && !strcmp(path + n - 2, ".c");
}

static int open_program(struct session *s)
{
	static const u8 elf[4] = {0x7f, 'E', 'L', 'F'};
	size_t size;
	u8 *file;
	int err = rk_file_read(&s->a, s->o.file, &file, &size, &s->e.why);

	if (err)
		return err;
	if (size >= 4 && !memcmp(file, elf, 4))
		return open_object(s, file, size);
	if (s->o.engine && !strcmp(s->o.engine, "interp")) {
		s->e.why = "the interpreter takes a BPF object (.bpf.o), not a blob";
		return RK_EINPUT;
	}
	if (is_source(s->o.file)) {
		s->e.why = "a source: 'rk build' makes the blob to run";
		return RK_EINPUT;
	}
	rk_types_of_blob(&s->types, &s->a, file, size, NULL);
	return rk_engine_native(&s->e, file, size);
}

static void drain(struct session *s)
{
	for (u32 i = 0; i < s->e.p->n_maps; i++)
		if (rk_map_attr(s->e.p->maps[i])->type == RK_MAP_RINGBUF)
			s->seq[i] = rk_events_drain(
				&s->print, s->e.p->maps[i], s->as, &s->types, s->seq[i]);
}

/* Run one event; true where the program let the sample through. */
static bool run_event(struct session *s, void *ctx, u64 time_ns)
{
	u64 ret = 0;

	rk_sim_event(&s->sim, s->e.hook.id, ctx, time_ns);
	s->events++;
	if (!rk_slot_run(&s->slot, ctx, &ret))
		s->skipped++;
	drain(s);
	if (s->e.hook.id != RK_HOOK_IIO || !(u32)ret)
		return false;
	s->forwards++;
	return true;
}

static void forward(struct session *s, const struct rk_replay *r)
{
	if (s->forwarded)
		fprintf(s->forwarded, "%.*s\n", (int)r->row_len, r->row);
}

static int replay_error(struct session *s, const struct rk_replay *r, int err)
{
	if (err == RK_EUNSUP)
		return rk_fail("run", err, "%s: %s", s->e.row->name, r->why);
	rk_fail("run", err, "%s:%u:%u: %s", s->o.replay, r->line, r->column, r->why);
	return RK_EXIT_USAGE;
}

static int replay(struct session *s)
{
	u64 ctx[RK_CTX_MAX / 8], now = 0;
	struct rk_replay r;
	const char *why;
	size_t size;
	u8 *text;
	int err = rk_file_read(&s->a, s->o.replay, &text, &size, &why);

	if (err) {
		rk_fail("run", err, "%s", why);
		return RK_EXIT_USAGE;
	}
	err = rk_replay_open(&r, (char *)text, size, s->e.row);
	if (err)
		return replay_error(s, &r, err);
	forward(s, &r);
	while (!rk_interrupted() && !(err = rk_replay_next(&r, ctx))) {
		now = r.time_off < 0 ? now + 1 : ctx[r.time_off / 8];
		if (run_event(s, ctx, now))
			forward(s, &r);
	}
	return rk_interrupted() || err == RK_ENOENT ? RK_EXIT_OK : replay_error(s, &r, err);
}

#ifdef RK_PROFILE_CLOUD
static int admit(struct session *s)
{
	return RK_EXIT_OK; /* bounds are reported, not enforced */
}
#else
/* The robot's own test: would this program's worst case fit its period? Objects have no bound yet.
 */
static int admit(struct session *s)
{
	const struct rkb_manifest *m = &s->e.p->manifest;
	struct rk_sched sched = {0};
	const char *why;
	int err = m->worst_ns ? rk_sched_add(&sched, &s->slot, m->period_ns, m->worst_ns, 0, &why)
			      : RK_OK;

	return err ? rk_fail("run", err, "not admitted: %s", why) : RK_EXIT_OK;
}
#endif

static int live(struct session *s)
{
	struct timer_event e;
	int err;
	u64 end;

	if (s->e.hook.id != RK_HOOK_TIMER)
		return rk_usage(
			"run", "--live runs timer programs; this one is for '%s'", s->e.row->name);
	if ((err = admit(s)))
		return err;
	if (s->o.fifo && (err = rk_live_fifo(s->o.fifo)))
		rk_warn("run", "no SCHED_FIFO: %s", strerror(err));
	rk_live_init(&s->live, s->e.hook.period_ns);
	end = s->o.for_ns ? rk_plat_now_ns() + s->o.for_ns : ~0ull;
	while (!rk_interrupted() && s->live.next <= end && rk_live_wait(&s->live, &e))
		run_event(s, &e, e.actual);
	return RK_EXIT_OK;
}

static void summary_json(struct session *s, const struct rk_stats *st)
{
	FILE *f = s->print.f;
	bool filter = s->e.hook.id == RK_HOOK_IIO;

	fputs("{\"summary\":{\"program\":", f);
	rk_print_string(f, s->e.p->name, strlen(s->e.p->name));
	fprintf(f,
		",\"hook\":\"%s\",\"engine\":\"%s\",\"events\":%" PRIu64 ",\"runs\":%" PRIu64
		",\"forwarded\":%" PRIu64 ",\"dropped\":%" PRIu64 ",\"lost_records\":%" PRIu64
		",\"skipped\":%" PRIu64 ",\"overruns\":%" PRIu64 ",\"avg_ns\":%" PRIu64
		",\"max_ns\":%" PRIu64 ",\"estops\":%" PRIu64 "}}\n",
		s->e.row->name, s->e.name, s->events, st->runs, s->forwards,
		filter ? s->events - s->forwards : 0, st->drops, st->skips, st->overruns,
		st->timed ? st->ns_total / st->timed : 0, st->ns_max, s->sim.stops);
}

static void summary(struct session *s, const struct rk_stats *st)
{
	FILE *f = s->print.f;

	fprintf(f, "%s (%s, %s): %" PRIu64 " events", s->e.p->name, s->e.p->manifest.section,
		s->e.name, s->events);
	if (s->e.hook.id == RK_HOOK_IIO)
		fprintf(f, ", %" PRIu64 " forwarded, %" PRIu64 " dropped", s->forwards,
			s->events - s->forwards);
	fprintf(f, "\n  run time: %" PRIu64 " ns average, %" PRIu64 " ns at most",
		st->timed ? st->ns_total / st->timed : 0, st->ns_max);
	if (st->overruns || st->skips)
		fprintf(f, ", %" PRIu64 " overruns, %" PRIu64 " skipped", st->overruns, st->skips);
	if (s->o.live && s->events)
		fprintf(f, "\n  wake-up: %" PRIu64 " ns late on average, %" PRIu64 " ns at most",
			s->live.late_total / s->events, s->live.late_max);
	fputc('\n', f);
}

static void print_ring(struct session *s, struct rk_map *m, u64 records)
{
	FILE *f = s->print.f;
	const char *name = rk_map_attr(m)->name;

	if (!s->o.json) {
		fprintf(f, "ring %s: %" PRIu64 " records, %" PRIu64 " lost\n", name, records,
			rk_ring_drops(m));
		return;
	}
	fputs("{\"ring\":", f);
	rk_print_string(f, name, strlen(name));
	fprintf(f, ",\"records\":%" PRIu64 ",\"lost\":%" PRIu64 "}\n", records, rk_ring_drops(m));
}

/* Global variables only where asked: they are maps whose names begin with a dot or end in a
 * section's. */
static bool is_global_data(const char *name)
{
	return strstr(name, ".bss") || strstr(name, ".data") || strstr(name, ".rodata");
}

static void print_maps(struct session *s)
{
	for (u32 i = 0; i < s->e.p->n_maps; i++) {
		struct rk_map *m = s->e.p->maps[i];

		if (rk_map_attr(m)->type == RK_MAP_RINGBUF)
			print_ring(s, m, s->seq[i]);
		else if (!s->o.map_dump && is_global_data(rk_map_attr(m)->name))
			continue;
		else if (s->o.map_dump || !rk_hist_draw(&s->print, m, s->rt.n_cpus))
			rk_events_map(&s->print, m, s->rt.n_cpus);
	}
}

/* The interpreter found the program doing what it must not: say where. */
static int report_faults(struct session *s)
{
	struct rk_interp_result last = {0};
	struct rk_loc at;
	u64 n = s->e.source ? rk_interp_faults(s->e.p, &last) : 0;

	if (!n)
		return RK_EXIT_OK;
	at = rk_prog_loc(s->e.source, last.insn);
	if (at.file)
		fprintf(stderr, "%s:%u:%u: ", at.file, at.line, at.column);
	fprintf(stderr,
		"fault (%s) at instruction %u: address 0x%" PRIx64 ", size %u; %" PRIu64
		" faults in all\n",
		rk_fault_name(last.fault), last.insn, last.address, last.size, n);
	return RK_EXIT_FAIL;
}

static int run(struct session *s)
{
	struct rk_stats st;
	int err = rk_slot_attach(&s->slot, s->e.p);

	if (err)
		return rk_fail("run", err, "%s", rk_strerror(err));
	err = s->o.live ? live(s) : replay(s);
	rk_slot_detach(&s->slot);
	if (err)
		return err;
	rk_prog_stats(s->e.p, &st);
	if (s->o.json)
		summary_json(s, &st);
	else
		summary(s, &st);
	print_maps(s);
	return report_faults(s);
}

static int session(struct session *s)
{
	int err = rk_rt_init(&s->rt, RK_POOL_DEFAULT, RK_BUDGET_DEFAULT);

	if (err)
		return rk_fail("run", err, "%s", rk_strerror(err));
	rk_sim_world(&s->sim, &s->rt.world);
	err = open_program(s);
	if (err)
		err = rk_fail("run", err, "%s: %s", s->o.file, s->e.why);
	else
		err = run(s);
	rk_engine_close(&s->e);
	rk_rt_fini(&s->rt);
	return err;
}

/* Collected in memory: the file is written whole at the end, or not touched. */
static int open_output(struct session *s)
{
	if (!s->o.out)
		return RK_EXIT_OK;
	s->forwarded = open_memstream(&s->out, &s->out_len);
	return s->forwarded ? RK_EXIT_OK : rk_fail("run", RK_ENOMEM, "%s", rk_strerror(RK_ENOMEM));
}

static int write_output(struct session *s)
{
	const char *why;
	int err = rk_file_write(&s->a, s->o.out, s->out, s->out_len, &why);

	return err ? rk_fail("run", err, "%s", why) : RK_EXIT_OK;
}

static int close_output(struct session *s, int err)
{
	if (!s->forwarded)
		return err;
	if (fclose(s->forwarded) && !err)
		err = rk_fail("run", RK_ENOMEM, "%s", rk_strerror(RK_ENOMEM));
	if (!err)
		err = write_output(s);
	free(s->out);
	return err;
}

static bool is_elsewhere(int argc, char **argv)
{
	for (int i = 1; i < argc && strcmp(argv[i], "--"); i++)
		if (!strncmp(argv[i], "--host", 6))
			return true;
	return false;
}

int rk_cmd_run(int argc, char **argv)
{
	struct session *s = calloc(1, sizeof(*s));
	int err;

	if (s && is_elsewhere(argc, argv)) {
		free(s);
		return rk_cmd_run_host(argc, argv);
	}
	if (!s)
		return rk_fail("run", RK_ENOMEM, "%s", rk_strerror(RK_ENOMEM));
	err = parse_options(&s->o, argc, argv);
	if (!err && s->o.witness) {
		err = rk_counterexample(s->o.file, s->o.witness, s->o.target_btf);
		free(s);
		return err;
	}
	if (!err)
		err = open_output(s);
	if (!err) {
		rk_catch_interrupt();
		rk_arena_init(&s->a);
		s->print = (struct rk_print){.f = stdout, .json = s->o.json};
		s->as = s->o.as ? rk_events_type(s->o.as) : NULL;
		s->sim.out = &s->print;
		s->sim.replay = s->o.replay != NULL;
		s->e = (struct rk_engine){
			.a = &s->a, .rt = &s->rt, .program = s->o.program, .key = s->o.key};
		err = close_output(s, session(s));
		rk_arena_fini(&s->a);
	}
	free(s);
	return err;
}
