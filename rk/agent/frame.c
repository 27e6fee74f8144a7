/* SPDX-License-Identifier: MIT */
#include <string.h>

#include "frame.h"

u8 *rk_frame_room(struct rk_frames *f, size_t *room)
{
	memmove(f->buf, f->buf + f->begin, f->end - f->begin);
	f->end -= f->begin;
	f->begin = 0;
	*room = sizeof(f->buf) - f->end;
	return f->buf + f->end;
}

void rk_frame_put(struct rk_frames *f, size_t n)
{
	f->end += (u32)n;
}

int rk_frame_next(struct rk_frames *f, struct rk_frame *out)
{
	struct rk_frame_head head;
	u32 have = f->end - f->begin;

	if (have < sizeof(head))
		return RK_ETRUNC;
	memcpy(&head, f->buf + f->begin, sizeof(head));
	if (head.size > RK_FRAME_MAX)
		return RK_ETOOBIG;
	if (head.zero)
		return RK_EINPUT;
	if (have - sizeof(head) < head.size)
		return RK_ETRUNC;
	*out = (struct rk_frame){head.kind, head.tag, head.size, f->buf + f->begin + sizeof(head)};
	f->begin += (u32)sizeof(head) + head.size;
	return RK_OK;
}

size_t rk_frame_skip(const u8 *buf, size_t n, bool *found)
{
	enum { MAGIC = sizeof(RK_PROTO_MAGIC) - 1 };

	*found = false;
	for (size_t i = 0; i + MAGIC <= n; i++) {
		if (!memcmp(buf + i, RK_PROTO_MAGIC, MAGIC)) {
			*found = true;
			return i + MAGIC;
		}
	}
	return n < MAGIC ? 0 : n - (MAGIC - 1);
}
