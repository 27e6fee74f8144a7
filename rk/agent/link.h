/* SPDX-License-Identifier: MIT */
/*
 * The workstation's half: requests to an agent, in this process or at the other end of a pipe.
 * Replies and events of a remote agent are foreign data: their sizes are held against what was
 * asked before anything is read from them. One thread.
 */
#ifndef RK_LINK_H
#define RK_LINK_H

#include "agent.h"

struct rk_link {
	bool (*send)(struct rk_link *l, const struct rk_frame *f);
	/* Hands what arrives to rk_link_take(); waits timeout_ms, -1 without end, for the first
	 * frame. 1: some came; 0: none; -1: the peer is gone. */
	int (*receive)(struct rk_link *l, int timeout_ms);
	/* One frame of a stream; false ends rk_link_events(). */
	bool (*event)(struct rk_link *l, const struct rk_frame *f);
	void *arg;       /* of event */
	int patience_ms; /* for a reply; 0: without end */
	u32 tag;
	bool answered, stopped;
	u32 size; /* of data */
	struct rk_reply reply;
	u8 data[RK_FRAME_MAX];
	struct rk_facts facts;
};

/* Sends a request and waits for its reply. 0, or -1 with l->reply filled; `least` is the number of
 * bytes of data without which a reply makes no sense. */
int rk_link_call(struct rk_link *l, u16 kind, const void *body, size_t size, u32 least);
/* HELLO, which fills l->facts. */
int rk_link_hello(struct rk_link *l);
/* An image in pieces that fit a frame. */
int rk_link_upload(struct rk_link *l, const u8 *image, size_t size);
/* Hands on the events of open streams until one is refused (true) or timeout_ms passed without
 * one (false, reply.sys ETIMEDOUT) or the peer is gone (false). */
bool rk_link_events(struct rk_link *l, int timeout_ms);
/* A record of a stream, which may come in several frames. Zeroes begin; bytes is freed by whoever
 * owns it. */
struct rk_record {
	u8 *bytes;
	u32 room, size;
	bool whole; /* until the next frame */
};
/* 1: whole; 0: more of it comes; -1: the agent sent nonsense, or there is no memory. */
int rk_record_take(struct rk_record *r, const struct rk_frame *f);
/* For receive(): a frame that came. */
bool rk_link_take(struct rk_link *l, const struct rk_frame *f);

/* The agent of this process. NULL without memory. */
struct rk_link *rk_link_local(void);
void rk_link_free_local(struct rk_link *l);

#endif
