/* SPDX-License-Identifier: MIT */
/* Requests about programs, keys and streams. */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/utsname.h>
#include <unistd.h>

#include "answer.h"
#include "history.h"
#include "image.h"
#include "store.h"

int rk_answer_refuse(struct rk_agent *a, int error, int sys, const char *why)
{
	a->reply.error = error;
	a->reply.sys = (u32)(sys ? sys : EINVAL);
	snprintf(a->reply.why, sizeof(a->reply.why), "%s", why);
	return -1;
}

const char *rk_answer_why(int sys)
{
	switch (sys) {
	case ENODEV: return "the module rkbpf is not loaded (no " RK_DEVICE ")";
	case EACCES:
	case EPERM: return "CAP_BPF or CAP_SYS_ADMIN is needed";
	case EROFS: return "the map is constant, or an interlock's: written by nobody else";
	case ENOTTY: return "this module is older than the agent and lacks the request";
	default: return "";
	}
}

int rk_answer_ask(struct rk_agent *a, unsigned long request, void *arg)
{
	if (!a->ask(a, request, arg))
		return 0;
	return rk_answer_refuse(a, 0, errno, rk_answer_why(errno));
}

static void copy_text(char *to, size_t size, const char *from)
{
	size_t n = strlen(from);

	n = n < size ? n : size - 1;
	memcpy(to, from, n);
	to[n] = 0;
}

int rk_answer_hello(struct rk_agent *a, const struct rk_frame *f)
{
	struct rk_facts *facts = (void *)a->data;
	struct rk_hello h;
	struct utsname u;
	char why[RK_WHY];

	memcpy(&h, f->body, sizeof(h));
	if (h.version != RK_PROTO_VERSION || h.zero) {
		snprintf(why, sizeof(why),
			"the agent there (" RK_VERSION ") speaks protocol %d, "
			"the workstation %u",
			RK_PROTO_VERSION, h.version);
		return rk_answer_refuse(a, RK_EVERSION, EPROTO, why);
	}
	uname(&u);
	memset(facts, 0, sizeof(*facts));
	facts->version = RK_PROTO_VERSION;
	facts->uapi = RK_UAPI_VERSION;
	facts->arch = RK_ARCH_SELF;
	facts->page = (u32)sysconf(_SC_PAGESIZE);
	copy_text(facts->agent, sizeof(facts->agent), RK_VERSION);
	copy_text(facts->machine, sizeof(facts->machine), u.machine);
	copy_text(facts->release, sizeof(facts->release), u.release);
	copy_text(facts->kernel, sizeof(facts->kernel), u.version);
	copy_text(facts->host, sizeof(facts->host), u.nodename);
	a->greeted = true;
	return sizeof(*facts);
}

int rk_answer_info(struct rk_agent *a, const struct rk_frame *f)
{
	return rk_answer_ask(a, RK_IOC_INFO, a->data) ? -1 : (int)sizeof(struct rk_uapi_info);
}

int rk_answer_key_add(struct rk_agent *a, const struct rk_frame *f)
{
	struct rk_uapi_key key;

	memcpy(&key, f->body, sizeof(key));
	return rk_answer_ask(a, RK_IOC_KEY_ADD, &key);
}

int rk_answer_upload(struct rk_agent *a, const struct rk_frame *f)
{
	u32 size = f->size - (u32)sizeof(struct rk_chunk);
	struct rk_chunk c;

	memcpy(&c, f->body, sizeof(c));
	if (!c.offset) {
		rk_agent_drop_image(a);
		if (c.total > RK_MAX_BLOB)
			return rk_answer_refuse(a, RK_ETOOBIG, E2BIG, "an image is at most 16 MiB");
		a->image = malloc(c.total ? c.total : 1);
		if (!a->image)
			return rk_answer_refuse(a, RK_ENOMEM, ENOMEM, "");
		a->image_size = c.total;
	}
	if (!a->image || c.total != a->image_size || c.offset != a->image_have ||
		size > a->image_size - a->image_have)
		return rk_answer_refuse(a, RK_EINPUT, EINVAL, "upload is out of order");
	memcpy(a->image + a->image_have, f->body + sizeof(c), size);
	a->image_have += size;
	return 0;
}

int rk_answer_image(struct rk_agent *a, unsigned long request, struct rk_uapi_load *l)
{
	if (!a->image || a->image_have != a->image_size || a->loaded)
		return rk_answer_refuse(a, RK_ETRUNC, EINVAL, "no complete image was uploaded");
	*l = (struct rk_uapi_load){.image = (uintptr_t)a->image, .size = a->image_size};
	if (!a->ask(a, request, l))
		return 0;
	l->why[RK_WHY - 1] = 0;
	return rk_answer_refuse(a, l->error, errno, l->why[0] ? l->why : rk_answer_why(errno));
}

/* What a deploy keeps has room, so that a full disk is known before anything has changed. */
static int check_room(struct rk_agent *a, u32 flags)
{
	enum { SMALL = 64 << 10 }; /* counters, what persists and history, written anew */
	size_t size = SMALL + (flags & RK_CHECK_PERSIST ? a->image_size : 0);
	char why[RK_WHY];

	if (!flags || (!(flags & RK_CHECK_PERSIST) && access(a->store, F_OK)))
		return 0;
	if (!rk_store_room(a->store, size))
		return 0;
	snprintf(why, sizeof(why), "%.60s needs %zu KiB for what is kept", a->store,
		(size + 1023) >> 10);
	return rk_answer_refuse(a, 0, errno, why);
}

int rk_answer_check(struct rk_agent *a, const struct rk_frame *f)
{
	struct rk_uapi_load l;
	u32 flags = 0;

	if (f->size && f->size != sizeof(flags))
		return rk_answer_refuse(a, RK_EINPUT, EINVAL, "the request has a wrong size");
	if (f->size)
		memcpy(&flags, f->body, sizeof(flags));
	if (rk_answer_image(a, RK_IOC_CHECK, &l))
		return -1;
	return check_room(a, flags);
}

int rk_answer_load(struct rk_agent *a, const struct rk_frame *f)
{
	struct rk_uapi_load l;
	u32 for_trial = 0;
	int err;

	if (f->size && f->size != sizeof(for_trial))
		return rk_answer_refuse(a, RK_EINPUT, EINVAL, "the request has a wrong size");
	if (f->size)
		memcpy(&for_trial, f->body, sizeof(for_trial));
	err = rk_answer_image(a, RK_IOC_LOAD, &l);
	if (err) {
		rk_agent_drop_image(a);
		return err;
	}
	a->loaded = true;
	if (for_trial)
		rk_trial_expect(a, l.id);
	if (rk_store_counters(a, a->store))
		fprintf(stderr, "rk-agent: %s/counters is not up to date: %s\n", a->store,
			strerror(errno));
	memcpy(a->data, &l.id, sizeof(l.id));
	return sizeof(l.id);
}

static int stored(struct rk_agent *a, int err)
{
	if (err == RK_EINPUT)
		return rk_answer_refuse(a, err, EINVAL, "the program's name cannot be a file's");
	if (err && errno == ENOSPC)
		return rk_answer_refuse(a, 0, errno, "");
	if (err && errno == ENOENT)
		return rk_answer_refuse(a, RK_ENOENT, errno, "no program of this name persists");
	return err ? rk_answer_refuse(a, err, errno, strerror(errno)) : 0;
}

/* The key that the module took it from: of the program that runs, or the first signature's. */
static void find_key(struct rk_agent *a, const struct rkb_header *h, u8 keynum[8])
{
	struct rk_row row;
	struct rkb_sig sig;

	memcpy(&sig, a->image + sizeof(struct rkb_sigs), sizeof(sig));
	memcpy(keynum, sig.keynum, sizeof(sig.keynum));
	memset(&row, 0, sizeof(row));
	while (!a->ask(a, RK_IOC_PROG_NEXT, &row.prog))
		if (!memcmp(row.prog.sha3, h->payload_sha3, sizeof(row.prog.sha3)) &&
			!rk_answer_row(a, &row))
			memcpy(keynum, row.state.keynum, sizeof(row.state.keynum));
}

/* The image first: a counter without its image refuses nothing that is there. */
static int persist(struct rk_agent *a, const struct rkb_header *h)
{
	struct rk_uapi_counter c = {.counter = h->counter};
	int err = rk_store_program(a->store, h->name, a->image, a->image_size);

	if (err)
		return err;
	memcpy(c.sha3, h->payload_sha3, sizeof(c.sha3));
	memcpy(c.name, h->name, sizeof(c.name));
	find_key(a, h, c.keynum);
	err = rk_store_persisted(a->store, h->name, &c);
	return err ? err : rk_store_counters(a, a->store);
}

int rk_answer_persist(struct rk_agent *a, const struct rk_frame *f)
{
	struct rkb_header h;

	if (!a->image || a->image_have != a->image_size ||
		rk_image_header(a->image, a->image_size, &h))
		return rk_answer_refuse(a, RK_ETRUNC, EINVAL, "no complete image was uploaded");
	return stored(a, persist(a, &h));
}

int rk_answer_forget(struct rk_agent *a, const struct rk_frame *f)
{
	const char *name = (const char *)f->body;
	int err = rk_store_forget(a->store, name);

	return stored(a, err ? err : rk_store_persisted(a->store, name, NULL));
}

int rk_answer_act(struct rk_agent *a, unsigned long request, u32 id)
{
	struct rk_uapi_act act = {.id = id};

	if (!a->ask(a, request, &act))
		return 0;
	act.why[RK_WHY - 1] = 0;
	return rk_answer_refuse(a, act.error, errno, act.why[0] ? act.why : rk_answer_why(errno));
}

static int act(struct rk_agent *a, const struct rk_frame *f, unsigned long request)
{
	u32 id;

	memcpy(&id, f->body, sizeof(id));
	return rk_answer_act(a, request, id);
}

static int act_noted(struct rk_agent *a, const struct rk_frame *f, unsigned long request,
	enum rk_past_result result)
{
	int err = act(a, f, request);
	u32 id;

	memcpy(&id, f->body, sizeof(id));
	if (!err)
		rk_history_note(a, id, result, NULL);
	return err;
}

int rk_answer_attach(struct rk_agent *a, const struct rk_frame *f)
{
	return act_noted(a, f, RK_IOC_ATTACH, RK_PAST_ATTACHED);
}

int rk_answer_detach(struct rk_agent *a, const struct rk_frame *f)
{
	return act_noted(a, f, RK_IOC_DETACH, RK_PAST_DETACHED);
}

int rk_answer_unload(struct rk_agent *a, const struct rk_frame *f)
{
	return act(a, f, RK_IOC_UNLOAD);
}

int rk_answer_rollback(struct rk_agent *a, const struct rk_frame *f)
{
	struct rk_uapi_state state = {.id = 0};
	int err;

	memcpy(&state.id, f->body, sizeof(state.id));
	if (a->ask(a, RK_IOC_STATE, &state))
		state.peer = 0;
	err = act(a, f, RK_IOC_ROLLBACK);
	if (!err)
		rk_history_note(a, state.peer, RK_PAST_ROLLED_BACK, NULL);
	return err;
}

int rk_answer_row(struct rk_agent *a, struct rk_row *row)
{
	memset(&row->stats, 0, sizeof(row->stats));
	memset(&row->state, 0, sizeof(row->state));
	row->stats.id = row->state.id = row->prog.id;
	return a->ask(a, RK_IOC_STATS, &row->stats) || a->ask(a, RK_IOC_STATE, &row->state) ? -1
											    : 0;
}

/* A program may go between the two requests: then it is left out. */
int rk_answer_programs(struct rk_agent *a, const struct rk_frame *f)
{
	struct rk_row row;
	size_t at = 0;

	memset(&row, 0, sizeof(row));
	memcpy(&row.prog.id, f->body, sizeof(row.prog.id));
	while (at + sizeof(row) <= sizeof(a->data)) {
		if (a->ask(a, RK_IOC_PROG_NEXT, &row.prog)) {
			if (errno == ENOENT)
				break;
			return rk_answer_refuse(a, 0, errno, rk_answer_why(errno));
		}
		if (rk_answer_row(a, &row))
			continue;
		memcpy(a->data + at, &row, sizeof(row));
		at += sizeof(row);
	}
	return (int)at;
}

int rk_answer_maps(struct rk_agent *a, const struct rk_frame *f)
{
	struct rk_uapi_map m;
	size_t at = 0;
	u32 id;

	memcpy(&id, f->body, sizeof(id));
	for (u32 i = 0; i < RK_MAX_MAPS; i++, at += sizeof(m)) {
		m = (struct rk_uapi_map){.id = id, .index = i};
		if (a->ask(a, RK_IOC_MAP_INFO, &m)) {
			if (i && errno == ENOENT)
				break;
			return rk_answer_refuse(a, 0, errno, rk_answer_why(errno));
		}
		memcpy(a->data + at, &m, sizeof(m));
	}
	return (int)at;
}

int rk_answer_swap(struct rk_agent *a, u32 id, u32 with, u32 flags)
{
	struct rk_uapi_replace r = {.id = id, .with = with, .flags = flags};

	if (!a->ask(a, RK_IOC_REPLACE, &r))
		return 0;
	r.why[RK_WHY - 1] = 0;
	return rk_answer_refuse(a, r.error, errno, r.why[0] ? r.why : rk_answer_why(errno));
}

int rk_answer_replace(struct rk_agent *a, const struct rk_frame *f)
{
	struct rk_swap s;

	memcpy(&s, f->body, sizeof(s));
	if (rk_answer_swap(a, s.id, s.with, s.flags))
		return -1;
	rk_history_note(a, s.with, RK_PAST_REPLACED, NULL);
	return 0;
}

int rk_answer_events(struct rk_agent *a, const struct rk_frame *f)
{
	u32 word[2];
	int err;

	memcpy(word, f->body, sizeof(word));
	if (rk_stream_find(a, f->tag))
		return rk_answer_refuse(a, RK_EEXIST, EEXIST, "the tag is in use");
	err = rk_stream_open(a, f->tag, word[0], word[1]);
	if (err == RK_EFULL)
		return rk_answer_refuse(a, err, EMFILE, "too many streams on one connection");
	return err ? rk_answer_refuse(a, err, errno, rk_answer_why(errno)) : 0;
}

int rk_answer_stop(struct rk_agent *a, const struct rk_frame *f)
{
	struct rk_stream *s;
	u32 tag;

	memcpy(&tag, f->body, sizeof(tag));
	s = rk_stream_find(a, tag);
	if (!s)
		return rk_answer_refuse(a, RK_ENOENT, ENOENT, "no stream has this tag");
	rk_stream_close(a, s);
	return 0;
}
