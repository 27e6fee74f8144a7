/* SPDX-License-Identifier: MIT */
/* Frames of the agent's protocol: what comes out however the bytes arrive, and what ends a stream.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "frame.h"

static struct rk_frames in;

/* A stream of frames with these sizes, cut into pieces of `step` bytes. */
static int check_pieces(const u32 *size, int n, u32 step)
{
	static u8 wire[4 * sizeof(in.buf)];
	u32 end = 0, at = 0;
	int got = 0;

	for (int i = 0; i < n; i++) {
		struct rk_frame_head h = {size[i], RK_REQ_UPLOAD, 0, (u32)i};

		memcpy(wire + end, &h, sizeof(h));
		memset(wire + end + sizeof(h), i + 1, size[i]);
		end += (u32)sizeof(h) + size[i];
	}
	memset(&in, 0, sizeof(in));
	while (at < end) {
		struct rk_frame f;
		size_t room;
		u8 *to = rk_frame_room(&in, &room);
		u32 some = end - at < step ? end - at : step;

		if (!room)
			return 1;
		some = some < room ? some : (u32)room;
		memcpy(to, wire + at, some);
		rk_frame_put(&in, some);
		at += some;
		while (!rk_frame_next(&in, &f)) {
			if (f.tag != (u32)got || f.size != size[got] || f.kind != RK_REQ_UPLOAD)
				return 1;
			for (u32 k = 0; k < f.size; k++)
				if (f.body[k] != got + 1)
					return 1;
			got++;
		}
	}
	return got != n;
}

/* The 12 bytes of a head, and what the reader says of them. */
static const struct {
	struct rk_frame_head head;
	int says;
} heads[] = {
	{{0, 1, 0, 0}, RK_OK},
	{{1, 1, 0, 0}, RK_ETRUNC},
	{{RK_FRAME_MAX, 1, 0, 0}, RK_ETRUNC},
	{{RK_FRAME_MAX + 1, 1, 0, 0}, RK_ETOOBIG},
	{{0xffffffff, 1, 0, 0}, RK_ETOOBIG},
	{{0xfffffff4, 1, 0, 0}, RK_ETOOBIG},
	{{0, 1, 1, 0}, RK_EINPUT},
};

static int check_head(size_t i)
{
	struct rk_frame f;
	size_t room;

	memset(&in, 0, sizeof(in));
	memcpy(rk_frame_room(&in, &room), &heads[i].head, sizeof(heads[i].head));
	rk_frame_put(&in, sizeof(heads[i].head));
	return rk_frame_next(&in, &f) != heads[i].says;
}

/* What a login shell says first is skipped, also where it looks like the magic. */
static const struct {
	const char *text;
	size_t skip;
	bool found;
} banners[] = {
	{RK_PROTO_MAGIC, 8, true},
	{"Welcome!\n" RK_PROTO_MAGIC "xyz", 17, true},
	{"\002rkagen" RK_PROTO_MAGIC "\n", 15, true},
	{"\002\002\002" RK_PROTO_MAGIC, 11, true},
	{"", 0, false},
	{"rkagent\n", 1, false},
	{"hello \002rkagen", 6, false},
};

static int check_banner(size_t i)
{
	bool found;
	size_t n = rk_frame_skip((const u8 *)banners[i].text, strlen(banners[i].text), &found);

	return n != banners[i].skip || found != banners[i].found;
}

int main(void)
{
	static const u32 sizes[] = {0, 1, RK_FRAME_MAX, 0, 300, RK_FRAME_MAX, 7};
	static const u32 steps[] = {1, 11, 12, 13, 4096, 65536, 65549, 1 << 20};
	int bad = 0;

	for (size_t i = 0; i < RK_ARRAY_SIZE(steps); i++)
		if (check_pieces(sizes, RK_ARRAY_SIZE(sizes), steps[i]))
			bad = printf("pieces of %u bytes\n", steps[i]);
	for (size_t i = 0; i < RK_ARRAY_SIZE(heads); i++)
		if (check_head(i))
			bad = printf("head %zu\n", i);
	for (size_t i = 0; i < RK_ARRAY_SIZE(banners); i++)
		if (check_banner(i))
			bad = printf("banner %zu\n", i);
	return bad != 0;
}
