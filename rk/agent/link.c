/* SPDX-License-Identifier: MIT */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "link.h"

static int fail(struct rk_link *l, int error, int sys, const char *why)
{
	l->reply.error = error;
	l->reply.sys = (u32)sys;
	snprintf(l->reply.why, sizeof(l->reply.why), "%s", why);
	return -1;
}

bool rk_link_take(struct rk_link *l, const struct rk_frame *f)
{
	if (f->kind == RK_FRAME_EVENT) {
		if (l->event && !l->stopped)
			l->stopped = !l->event(l, f);
		return true;
	}
	if (!(f->kind & RK_FRAME_REPLY) || f->tag != l->tag || l->answered ||
		f->size < sizeof(l->reply))
		return false;
	memcpy(&l->reply, f->body, sizeof(l->reply));
	l->reply.why[RK_WHY - 1] = 0;
	l->size = f->size - (u32)sizeof(l->reply);
	memcpy(l->data, f->body + sizeof(l->reply), l->size);
	l->answered = true;
	return true;
}

int rk_link_call(struct rk_link *l, u16 kind, const void *body, size_t size, u32 least)
{
	struct rk_frame f = {kind, ++l->tag, (u32)size, body};

	l->answered = false;
	memset(&l->reply, 0, sizeof(l->reply));
	if (!l->send(l, &f))
		return fail(l, 0, EPIPE, "the agent is gone");
	while (!l->answered) {
		int got = l->receive(l, l->patience_ms ? l->patience_ms : -1);

		if (got < 0)
			return fail(l, 0, EPIPE, "the agent is gone");
		if (!got)
			return fail(l, 0, ETIMEDOUT, "the agent does not answer");
	}
	if (l->reply.sys || l->reply.error)
		return -1;
	return l->size < least ? fail(l, RK_ETRUNC, EPROTO, "the agent's reply is too short") : 0;
}

int rk_link_hello(struct rk_link *l)
{
	struct rk_hello h = {.version = RK_PROTO_VERSION};
	char why[RK_WHY];

	if (rk_link_call(l, RK_REQ_HELLO, &h, sizeof(h), sizeof(l->facts)))
		return -1;
	memcpy(&l->facts, l->data, sizeof(l->facts));
	if (l->facts.uapi == RK_UAPI_VERSION)
		return 0;
	snprintf(why, sizeof(why), "the agent there was built for a module of interface %u, not %d",
		l->facts.uapi, RK_UAPI_VERSION);
	return fail(l, RK_EVERSION, EPROTO, why);
}

int rk_link_upload(struct rk_link *l, const u8 *image, size_t size)
{
	static const u32 most = RK_FRAME_MAX - sizeof(struct rk_chunk);
	struct rk_chunk c = {.total = (u32)size};
	u8 *body = malloc(RK_FRAME_MAX);
	int err = 0;

	if (!body)
		return fail(l, RK_ENOMEM, ENOMEM, "");
	do {
		u32 n = c.total - c.offset < most ? c.total - c.offset : most;

		memcpy(body, &c, sizeof(c));
		memcpy(body + sizeof(c), image + c.offset, n);
		err = rk_link_call(l, RK_REQ_UPLOAD, body, n + sizeof(c), 0);
		c.offset += n;
	} while (!err && c.offset < c.total);
	free(body);
	return err;
}

bool rk_link_events(struct rk_link *l, int timeout_ms)
{
	while (!l->stopped) {
		int got = l->receive(l, timeout_ms);

		if (got < 0)
			fail(l, 0, EPIPE, "the agent is gone");
		else if (!got)
			fail(l, 0, ETIMEDOUT, "no event came");
		if (got <= 0)
			return false;
	}
	return true;
}

static bool grow(struct rk_record *r, u32 total)
{
	u8 *more = total <= r->room ? r->bytes : realloc(r->bytes, total);

	if (!more)
		return false;
	r->bytes = more;
	r->room = total > r->room ? total : r->room;
	return true;
}

int rk_record_take(struct rk_record *r, const struct rk_frame *f)
{
	u32 n = f->size - (u32)sizeof(struct rk_chunk);
	struct rk_chunk c;

	if (r->whole)
		r->size = 0;
	r->whole = false;
	if (f->size < sizeof(c))
		return -1;
	memcpy(&c, f->body, sizeof(c));
	if (c.total > RK_POOL_DEFAULT || c.offset != r->size || c.offset > c.total ||
		n > c.total - c.offset || !grow(r, c.total ? c.total : 1))
		return -1;
	memcpy(r->bytes + c.offset, f->body + sizeof(c), n);
	r->size += n;
	r->whole = r->size == c.total;
	return r->whole;
}

struct local {
	struct rk_link link;
	struct rk_agent agent;
};

static struct local *of_agent(struct rk_agent *a)
{
	return (struct local *)((char *)a - offsetof(struct local, agent));
}

static bool local_emit(struct rk_agent *a, const struct rk_frame *f)
{
	return rk_link_take(&of_agent(a)->link, f);
}

static bool local_send(struct rk_link *l, const struct rk_frame *f)
{
	return rk_agent_handle(&((struct local *)l)->agent, f);
}

static int local_receive(struct rk_link *l, int timeout_ms)
{
	struct rk_agent *a = &((struct local *)l)->agent;
	int left = rk_trial_left(a);

	return rk_stream_wait(
		a, -1, left < 0 || (timeout_ms >= 0 && timeout_ms < left) ? timeout_ms : left);
}

struct rk_link *rk_link_local(void)
{
	struct local *l = calloc(1, sizeof(*l));

	if (!l)
		return NULL;
	rk_agent_init(&l->agent);
	l->agent.emit = local_emit;
	l->link.send = local_send;
	l->link.receive = local_receive;
	return &l->link;
}

void rk_link_free_local(struct rk_link *l)
{
	rk_agent_fini(&((struct local *)l)->agent);
	free(l);
}
