/* SPDX-License-Identifier: MIT */
/*
 * Frames out of a stream of bytes, and into one. The reader never believes a size before it has
 * held it against RK_FRAME_MAX, and never allocates. Used by the agent and by workstations.
 */
#ifndef RK_FRAME_H
#define RK_FRAME_H

#include "proto.h"

struct rk_frame {
	u16 kind;
	u32 tag, size;
	const u8 *body; /* the reader's memory, until the next rk_frame_next() */
};

struct rk_frames {
	u32 begin, end; /* unread bytes of buf */
	u8 buf[sizeof(struct rk_frame_head) + RK_FRAME_MAX];
};

/* Where to put further bytes, and how many at most; never 0 after rk_frame_next() said RK_ETRUNC.
 */
u8 *rk_frame_room(struct rk_frames *f, size_t *room);
/* n bytes, at most the room, were put there. */
void rk_frame_put(struct rk_frames *f, size_t n);
/* RK_OK; RK_ETRUNC: more bytes are needed; RK_EINPUT or RK_ETOOBIG: the stream cannot be read on.
 */
int rk_frame_next(struct rk_frames *f, struct rk_frame *out);

/* The number of bytes at buf that need not be kept while looking for RK_PROTO_MAGIC; *found: the
 * magic lies just before that point. */
size_t rk_frame_skip(const u8 *buf, size_t n, bool *found);

#endif
