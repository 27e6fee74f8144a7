/* SPDX-License-Identifier: MIT */
#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "deploy.h"
#include "robot.h"

enum { GRACE_MS = 10000 }; /* beyond the window, for the connection */

/* What became of one blob at one host. */
struct outcome {
	const char *host, *result;
	char name[RK_MAX_NAME];
	u32 id, before;
	struct rk_uapi_stats stats;
	int code;        /* exit code */
	const char *why; /* of a failure, or NULL */
};

struct visit {
	const struct rk_deploy *d;
	struct rk_tool *t;
	struct rk_phase *phase;
	bool on_trial; /* between TRIAL and the answer to COMMIT */
	bool judged;   /* COMMIT was sent */
	bool runs;     /* and stays */
};

static void print_stats(const struct outcome *o)
{
	const struct rk_uapi_stats *s = &o->stats;

	printf(",\"runs\":%llu,\"overruns\":%llu,\"skips\":%llu,\"drops\":%llu,\"missed\":%llu"
	       ",\"ns_max\":%llu",
		(unsigned long long)s->runs, (unsigned long long)s->overruns,
		(unsigned long long)s->skips, (unsigned long long)s->drops,
		(unsigned long long)s->missed, (unsigned long long)s->ns_max);
}

static void print_json(const struct outcome *o)
{
	fputs("{\"schema\":1,\"host\":", stdout);
	rk_text_string(o->host, strlen(o->host), true);
	fputs(",\"program\":", stdout);
	if (o->name[0])
		rk_text_string(o->name, sizeof(o->name), true);
	else
		fputs("null", stdout);
	printf(",\"result\":\"%s\",\"code\":%d,\"id\":%u,\"before\":%u", o->result, o->code, o->id,
		o->before);
	print_stats(o);
	if (o->why && *o->why) {
		fputs(",\"why\":", stdout);
		rk_text_string(o->why, strlen(o->why), true);
	}
	fputs("}\n", stdout);
}

static void print_text(const struct outcome *o, u64 health_ms)
{
	const struct rk_uapi_stats *s = &o->stats;

	rk_text_string(o->host, strlen(o->host), false);
	fputs(": ", stdout);
	rk_text_string(o->name, sizeof(o->name), false);
	printf(": %s", o->result);
	if (o->id)
		printf(" as %u%s: %llu runs, %llu overruns, %llu skips, %llu drops in %llu "
		       "ms, longest %llu ns",
			o->id, o->before ? ", in place of the one before" : "",
			(unsigned long long)s->runs, (unsigned long long)s->overruns,
			(unsigned long long)s->skips, (unsigned long long)s->drops,
			(unsigned long long)health_ms, (unsigned long long)s->ns_max);
	putchar('\n');
}

static void print(const struct rk_deploy *d, const struct outcome *o)
{
	if (d->json)
		print_json(o);
	else if (!o->code)
		print_text(o, d->health_ms);
	fflush(stdout);
}

static int note_same(struct rk_tool *t, const struct rk_row *row, void *id)
{
	if (row->prog.attached == RK_PLACE_RUNS &&
		!memcmp(row->prog.name, t->sent_name, sizeof(t->sent_name)) &&
		!memcmp(row->prog.sha3, t->sent_sha3, sizeof(t->sent_sha3)))
		*(u32 *)id = row->prog.id;
	return RK_EXIT_OK;
}

/* The program that runs there with this name and payload, 0: none does. */
static int find_same(struct rk_tool *t, u32 *id)
{
	*id = 0;
	return rk_tool_all(t, note_same, id);
}

/* The health window; a connection that breaks in it is known at once. */
static int watch(struct rk_link *l, u64 ms)
{
	u64 end = rk_now_ms() + ms;

	for (u64 now = rk_now_ms(); now < end; now = rk_now_ms()) {
		if (l->receive(l, (int)(end - now)) >= 0)
			continue;
		l->reply = (struct rk_reply){
			.sys = EPIPE, .why = "the connection broke in the health window"};
		return -1;
	}
	return 0;
}

/* Loaded, on trial, committed. -1: refused. */
static int install(struct visit *v, struct outcome *o)
{
	const struct rk_deploy *d = v->d;
	struct rk_link *l = v->t->link;
	struct rk_trial trial = {.flags = d->reset ? RK_REPLACE_RESET_MAPS : 0,
		.window_ms = (u32)(d->health_ms + GRACE_MS)};
	static const u32 for_trial = 1;

	rk_phase_set(v->phase, "loading", 0);
	if (rk_link_call(l, RK_REQ_LOAD, &for_trial, sizeof(for_trial), sizeof(u32)))
		return -1;
	memcpy(&o->id, l->data, sizeof(o->id));
	trial.id = o->id;
	v->on_trial = true;
	if (rk_link_call(l, RK_REQ_TRIAL, &trial, sizeof(trial), sizeof(u32))) {
		struct rk_reply why = l->reply;

		v->on_trial = why.sys == EPIPE || why.sys == ETIMEDOUT;
		if (!v->on_trial)
			rk_link_call(l, RK_REQ_UNLOAD, &o->id, sizeof(o->id), 0);
		l->reply = why;
		return -1;
	}
	memcpy(&o->before, l->data, sizeof(o->before));
	rk_phase_set(v->phase, "health window", d->health_ms);
	if (watch(l, d->health_ms))
		return -1;
	rk_phase_set(v->phase, "committing", 0);
	v->judged = true;
	if (rk_link_call(l, RK_REQ_COMMIT, &d->rules, sizeof(d->rules), sizeof(o->stats)))
		return -1;
	memcpy(&o->stats, l->data, sizeof(o->stats));
	v->on_trial = false;
	return 0;
}

/* What is true at the robot now; NULL: nothing has changed there. */
static const char *aftermath(const struct visit *v, const struct outcome *o, bool lost)
{
	if (v->runs)
		return "it runs, but will be gone after a reboot";
	if (!v->on_trial)
		return NULL;
	if (lost && v->judged)
		return "the robot has kept it or gone back by itself: 'rk history' tells";
	if (lost)
		return "without the connection the robot itself goes back";
	return o->before ? "the program before it runs again" : "it was taken away again";
}

static int fail(struct visit *v, struct outcome *o)
{
	u32 sys = v->t->link->reply.sys;
	bool lost = sys == EPIPE || sys == ETIMEDOUT;
	const char *after = aftermath(v, o, lost);

	o->code = rk_tool_refused(v->t, NULL);
	o->why = v->t->link->reply.why;
	if (!v->runs) {
		o->result = !v->on_trial ? "failed" : lost ? "lost" : "reverted";
		o->id = 0;
	}
	if (after)
		rk_tool_say(v->t, 0, "%s", after);
	print(v->d, o);
	return o->code;
}

/* The image is uploaded. An exit code; what became of it is printed. */
static int settle(struct visit *v, struct outcome *o)
{
	const struct rk_deploy *d = v->d;
	u32 same = 0, flags = RK_CHECK_ROOM | (d->persist ? RK_CHECK_PERSIST : 0);
	int err;

	memcpy(o->name, v->t->sent_name, sizeof(o->name));
	rk_phase_set(v->phase, "checking", 0);
	err = d->check ? 0 : find_same(v->t, &same);
	if (!err && !same)
		err = rk_link_call(v->t->link, RK_REQ_CHECK, &flags, sizeof(flags), 0);
	if (!err && !same && !d->check)
		err = install(v, o);
	v->runs = !err && !d->check;
	o->result = same ? "unchanged" : d->check ? "checked" : "installed";
	if (!err && !d->check && d->persist)
		err = rk_link_call(v->t->link, RK_REQ_PERSIST, NULL, 0, 0);
	if (err)
		return fail(v, o);
	print(d, o);
	return RK_EXIT_OK;
}

static int deploy_file(struct visit *v, const char *host, const struct rk_deploy_file *f)
{
	struct outcome o = {.host = host, .result = "failed"};

	v->on_trial = v->judged = v->runs = false;
	rk_phase_set(v->phase, "uploading", 0);
	o.code = rk_tool_send_bytes(v->t, f->path, f->bytes, f->size);
	if (!o.code)
		return settle(v, &o);
	o.why = v->t->link->reply.why;
	print(v->d, &o);
	return o.code;
}

int rk_deploy_host(const void *arg, const char *host, struct rk_phase *phase)
{
	static const struct rk_tool_row row = {.name = "deploy"};
	const struct rk_deploy *d = arg;
	struct rk_tool t = {.self = "rk", .row = &row};
	struct visit v = {.d = d, .t = &t, .phase = phase};
	struct outcome o = {.host = host, .result = "unreachable"};

	/* Where ssh may ask, its question must stay on the screen. */
	rk_phase_set(phase, d->ssh.batch ? "connecting" : NULL, 0);
	o.code = rk_robot_reach(&t, &d->ssh, host, d->patience_ms);
	if (o.code) {
		print(d, &o);
		return o.code;
	}
	t.host = host;
	for (int i = 0; i < d->n_files && !o.code; i++)
		o.code = deploy_file(&v, host, &d->file[i]);
	rk_phase_set(phase, "closing", 0);
	rk_robot_close(&t, host);
	return o.code;
}
