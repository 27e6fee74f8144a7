/* SPDX-License-Identifier: MIT */
/*
 * rk run FILE --host HOST: builds a source for that robot, puts the program to work there and
 * prints what it emits, until Ctrl-C. The program is on trial all the time and never committed:
 * when this command ends, however it ends, the robot itself takes it away again.
 */
#include <errno.h>
#include <getopt.h>
#include <inttypes.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "cmd.h"
#include "print.h"
#include "robot.h"
#include "rk_platform.h"
#include "rk/map.h"

enum { HOUR_MS = 3600 * 1000, LOOK_MS = 200 };

struct ring {
	char name[RK_MAX_NAME];
	u32 tag;
	u64 seen;
	struct rk_record record;
};

struct there {
	struct rk_tool t;
	struct rk_arena a;
	const char *file, *host, *program;
	char **build; /* words for rkcc */
	int n_build;
	u64 for_ns, end_ns; /* U64_MAX: without end */
	bool json, broken;
	char folder[32]; /* of the blob that was built; "" before */
	u32 id;
	struct ring ring[RK_AGENT_STREAMS];
	u32 n_rings;
};

/* ---- building ---- */

static bool ends_in(const char *s, const char *suffix)
{
	size_t n = strlen(s), m = strlen(suffix);

	return n > m && !strcmp(s + n - m, suffix);
}

static int wait_for(pid_t pid)
{
	int status = 0;

	while (waitpid(pid, &status, 0) < 0)
		;
	return WIFEXITED(status) ? WEXITSTATUS(status) : RK_EXIT_FAIL;
}

/* rkcc's own words go to stderr: stdout is for events. */
static int compile(struct there *h, const char *out)
{
	static const char *const arch[] = {
		[RK_ARCH_X86_64] = "x86_64", [RK_ARCH_AARCH64] = "aarch64"};
	const struct rk_facts *f = &h->t.link->facts;
	const char *rkcc = rk_find_rkcc(&h->a);
	char **argv = rk_alloc_array(&h->a, (size_t)h->n_build + 16, sizeof(*argv));
	int n = 0;
	pid_t pid;

	if (f->arch >= RK_ARRAY_SIZE(arch) || !arch[f->arch])
		return rk_fail("run", RK_EARCH, "%s: its architecture is unknown", h->host);
	argv[n++] = "rkcc";
	argv[n++] = "build";
	argv[n++] = rk_strdup(&h->a, h->file);
	argv[n++] = "--output";
	argv[n++] = rk_strdup(&h->a, out);
	argv[n++] = "--target";
	argv[n++] = rk_strdup(&h->a, arch[f->arch]);
	argv[n++] = "--kernel-release";
	argv[n++] = rk_printable(&h->a, f->release, sizeof(f->release));
	argv[n++] = "--kernel-version";
	argv[n++] = rk_printable(&h->a, f->kernel, sizeof(f->kernel));
	if (h->program) {
		argv[n++] = "--program";
		argv[n++] = rk_strdup(&h->a, h->program);
	}
	for (int i = 0; i < h->n_build; i++)
		argv[n++] = h->build[i];
	fflush(NULL);
	pid = fork();
	if (!pid) {
		dup2(STDERR_FILENO, STDOUT_FILENO);
		execvp(rkcc, argv);
		_exit(127);
	}
	n = pid < 0 ? 127 : wait_for(pid);
	return n == 127 ? rk_fail("run", RK_EIO,
				  "rkcc does not start: it belongs beside rk, or on PATH")
			: n;
}

/* The blob to send, built where FILE is none. */
static int blob(struct there *h, const char **path)
{
	*path = h->file;
	if (ends_in(h->file, ".rkb"))
		return RK_EXIT_OK;
	strcpy(h->folder, "/tmp/rk-run-XXXXXX");
	if (!mkdtemp(h->folder)) {
		h->folder[0] = 0;
		return rk_fail("run", RK_EIO, "/tmp: no folder can be made there");
	}
	*path = rk_format(&h->a, "%s/run.rkb", h->folder);
	return compile(h, *path);
}

static void clean(struct there *h)
{
	if (!h->folder[0])
		return;
	unlink(rk_format(&h->a, "%s/run.rkb", h->folder));
	rmdir(h->folder);
}

/* ---- events ---- */

static void print_record(struct there *h, struct ring *r)
{
	const u8 *p = r->record.bytes;
	u32 n = r->record.size;

	if (h->json) {
		fputs("{\"event\":", stdout);
		rk_print_string(stdout, r->name, strlen(r->name));
		printf(",\"seq\":%" PRIu64 ",\"size\":%u,\"record\":", r->seen, n);
	} else {
		rk_text_string(r->name, sizeof(r->name), false);
		printf(" #%" PRIu64 ": ", r->seen);
	}
	if (!h->t.view || !h->t.view->print(&h->t, r->name, false, p, n)) {
		fputs(h->json ? "\"hex:" : "hex:", stdout);
		rk_print_hex(stdout, p, n);
		fputs(h->json ? "\"" : "", stdout);
	}
	puts(h->json ? "}" : "");
	r->seen++;
}

static bool event(struct rk_link *l, const struct rk_frame *f)
{
	struct there *h = l->arg;

	for (u32 i = 0; i < h->n_rings; i++) {
		int got;

		if (h->ring[i].tag != f->tag)
			continue;
		got = rk_record_take(&h->ring[i].record, f);
		if (got > 0)
			print_record(h, &h->ring[i]);
		h->broken |= got < 0;
	}
	return !h->broken && !rk_interrupted() && rk_plat_now_ns() < h->end_ns;
}

static int follow_ring(struct there *h, const struct rk_uapi_map *m)
{
	u32 word[2] = {h->id, m->index};
	struct ring *r = &h->ring[h->n_rings++];

	memcpy(r->name, m->name, sizeof(r->name));
	r->name[sizeof(r->name) - 1] = 0;
	r->tag = h->t.link->tag + 1; /* of the coming request */
	if (rk_link_call(h->t.link, RK_REQ_EVENTS, word, sizeof(word), 0))
		return rk_tool_refused(&h->t, r->name);
	return RK_EXIT_OK;
}

static int follow(struct there *h)
{
	struct rk_uapi_map maps[RK_MAX_MAPS];
	struct rk_link *l = h->t.link;
	u32 n = 0;
	int code = RK_EXIT_OK;

	l->event = event;
	l->arg = h;
	if (rk_link_call(l, RK_REQ_MAPS, &h->id, sizeof(h->id), 0))
		return rk_tool_refused(&h->t, h->file);
	for (; n < RK_MAX_MAPS && (n + 1) * sizeof(maps[0]) <= l->size; n++)
		memcpy(&maps[n], l->data + n * sizeof(maps[0]), sizeof(maps[0]));
	for (u32 i = 0; i < n && !code; i++)
		if (maps[i].type == RK_MAP_RINGBUF && h->n_rings < RK_AGENT_STREAMS)
			code = follow_ring(h, &maps[i]);
	return code;
}

/* ---- the run ---- */

static int stream(struct there *h)
{
	struct rk_link *l = h->t.link;

	/* Records may come without a pause, or none: both ends of the wait look at the clock. */
	while (!rk_interrupted() && rk_plat_now_ns() < h->end_ns) {
		if (rk_link_events(l, LOOK_MS) || ferror(stdout))
			break;
		if (l->reply.sys != ETIMEDOUT)
			return rk_tool_refused(&h->t, h->host);
	}
	if (h->broken)
		return rk_tool_say(&h->t, RK_EXIT_FAIL, "the agent sent a broken record");
	return ferror(stdout) ? RK_EXIT_FAIL : RK_EXIT_OK;
}

static int summary(struct rk_tool *t, const struct rk_row *row, void *arg)
{
	const struct there *h = arg;
	const struct rk_uapi_stats *s = &row->stats;

	if (row->prog.id != h->id)
		return RK_EXIT_OK;
	if (h->json)
		printf("{\"summary\":{\"runs\":%" PRIu64 ",\"avg_ns\":%" PRIu64
		       ",\"max_ns\":%" PRIu64 ",\"overruns\":%" PRIu64 ",\"skips\":%" PRIu64
		       ",\"drops\":%" PRIu64 "}}\n",
			s->runs, s->timed ? s->ns_total / s->timed : 0, s->ns_max, s->overruns,
			s->skips, s->drops);
	else
		fprintf(stderr,
			"%" PRIu64 " runs, %" PRIu64 " ns average, %" PRIu64 " ns at most, %" PRIu64
			" overruns, %" PRIu64 " skips, %" PRIu64 " drops\n",
			s->runs, s->timed ? s->ns_total / s->timed : 0, s->ns_max, s->overruns,
			s->skips, s->drops);
	return RK_EXIT_OK;
}

/* Streams are closed first: a program whose ring buffer is read cannot be unloaded. */
static int take_back(struct there *h, int code)
{
	struct rk_link *l = h->t.link;

	l->stopped = true;
	for (u32 i = 0; i < h->n_rings; i++)
		if (rk_link_call(l, RK_REQ_STOP, &h->ring[i].tag, sizeof(u32), 0))
			return code ? code : rk_tool_refused(&h->t, h->host);
	if (!code)
		code = rk_tool_each(&h->t, summary, h);
	if (rk_link_call(l, RK_REQ_REVERT, NULL, 0, 0))
		return rk_tool_refused(&h->t, h->host);
	fprintf(stderr, "%s: it is taken away again\n", h->host);
	return code;
}

static int start(struct there *h, const char *path)
{
	struct rk_link *l = h->t.link;
	struct rk_trial trial = {.window_ms = HOUR_MS};
	int code = rk_tool_send(&h->t, path);

	if (code)
		return code;
	if (rk_link_call(l, RK_REQ_LOAD, NULL, 0, sizeof(u32)))
		return rk_tool_refused(&h->t, path);
	memcpy(&h->id, l->data, sizeof(h->id));
	if (h->t.view)
		h->t.view->open(&h->t, h->t.sent_sha3);
	trial.id = h->id;
	if (!rk_link_call(l, RK_REQ_TRIAL, &trial, sizeof(trial), sizeof(u32)))
		return RK_EXIT_OK;
	code = rk_tool_refused(&h->t, path);
	rk_link_call(l, RK_REQ_UNLOAD, &h->id, sizeof(h->id), 0);
	return code;
}

static int run(struct there *h)
{
	const char *path;
	int code = blob(h, &path);

	if (!code)
		code = start(h, path);
	if (code)
		return code;
	rk_catch_interrupt();
	fprintf(stderr, "%.31s runs on %s for an hour at most; Ctrl-C ends it\n", h->t.sent_name,
		h->host);
	setvbuf(stdout, NULL, _IOLBF, 0);
	h->end_ns = h->for_ns ? rk_plat_now_ns() + h->for_ns : U64_MAX;
	code = follow(h);
	return take_back(h, code ? code : stream(h));
}

/* The words behind -- are rkcc's. */
static int parse(struct there *h, int argc, char **argv)
{
	static const struct option longs[] = {{"host", required_argument, NULL, 'h'},
		{"for", required_argument, NULL, 'f'}, {"program", required_argument, NULL, 'p'},
		{"json", no_argument, NULL, 'j'}, {0}};
	int own = 1;

	while (own < argc && strcmp(argv[own], "--"))
		own++;
	h->build = argv + own + 1;
	h->n_build = own < argc ? argc - own - 1 : 0;
	optind = 1;
	opterr = 0;
	for (int c; (c = getopt_long(own, argv, "", longs, NULL)) != -1;) {
		switch (c) {
		case 'h': h->host = optarg; break;
		case 'p': h->program = optarg; break;
		case 'j': h->json = true; break;
		case 'f':
			if (!rk_parse_time(optarg, &h->for_ns) || !h->for_ns)
				return rk_usage("run",
					"--for takes a time such as 5s or 250ms, not '%s'", optarg);
			break;
		default:
			return rk_usage(
				"run", "'%s' is not understood with --host", argv[optind - 1]);
		}
	}
	if (!*h->host || *h->host == '-')
		return rk_usage("run", "--host needs the name of a host");
	if (optind + 1 != own)
		return rk_usage("run", "give one file: a source, an object or a .rkb");
	h->file = argv[optind];
	return RK_EXIT_OK;
}

int rk_cmd_run_host(int argc, char **argv)
{
	static const struct rk_tool_row row = {.name = "run"};
	struct there *h = calloc(1, sizeof(*h));
	int code;

	if (!h)
		return rk_fail("run", RK_ENOMEM, "out of memory");
	h->host = "";
	h->t = (struct rk_tool){.self = "rk", .row = &row};
	code = parse(h, argc, argv);
	if (!code) {
		/* Ctrl-C is for this process: ssh, which inherits this, carries what has to be
		 * said. */
		signal(SIGINT, SIG_IGN);
		h->t.options = h->json ? RK_OPT_JSON : 0;
		rk_arena_init(&h->a);
		code = rk_robot_open(&h->t, h->host);
		if (!code) {
			code = run(h);
			rk_robot_close(&h->t, h->host);
		}
		clean(h);
		rk_arena_fini(&h->a);
	}
	for (u32 i = 0; i < h->n_rings; i++)
		free(h->ring[i].record.bytes);
	free(h);
	return code;
}
