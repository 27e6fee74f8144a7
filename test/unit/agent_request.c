/* SPDX-License-Identifier: MIT */
/*
 * The agent against a module of our own: requests of wrong sizes never reach it, every request gets
 * exactly one reply, uploads arrive whole or not at all, and nothing that a peer sends breaks it.
 */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "agent.h"
#include "agent_fake.h"

static int fail(const char *what, int n)
{
	printf("%s (%d)\n", what, n);
	return 1;
}

/* What the agent says to a request: its error, or -1000 where it is not one reply. */
static int say(struct rk_agent *a, u16 kind, const void *body, u32 size)
{
	struct rk_frame f = {kind, 77, size, body};

	fake.replies = 0;
	rk_agent_handle(a, &f);
	if (fake.replies != 1 || fake.tag != 77 || fake.kind != (kind | RK_FRAME_REPLY))
		return -1000;
	return fake.reply.sys ? fake.reply.error ? fake.reply.error : -2000 : RK_OK;
}

static int greet(struct rk_agent *a)
{
	struct rk_hello h = {.version = RK_PROTO_VERSION}, old = {.version = 0};

	fake_init(a);
	if (say(a, RK_REQ_INFO, NULL, 0) != RK_EINPUT)
		return fail("a request before HELLO", 0);
	if (say(a, RK_REQ_HELLO, &old, sizeof(old)) != RK_EVERSION)
		return fail("an unknown version", 0);
	return say(a, RK_REQ_HELLO, &h, sizeof(h)) ? fail("HELLO", 0) : 0;
}

static const struct {
	u16 kind;
	u32 least, most;
} rows[] = {
#define REQUEST(name, verb, value, least, most, doc) {value, least, most},
#include "proto.def"
#undef REQUEST
};

static int check_sizes(struct rk_agent *a)
{
	static u8 body[RK_FRAME_MAX];

	for (size_t i = 0; i < RK_ARRAY_SIZE(rows); i++) {
		fake.asked = 0;
		if (rows[i].least && say(a, rows[i].kind, body, rows[i].least - 1) != RK_EINPUT)
			return fail("a short request", (int)i);
		if (rows[i].most < RK_FRAME_MAX &&
			say(a, rows[i].kind, body, rows[i].most + 1) != RK_EINPUT)
			return fail("a long request", (int)i);
		if (fake.asked)
			return fail("a wrong request reached the module", (int)i);
	}
	return say(a, 9999, NULL, 0) == RK_EUNSUP ? 0 : fail("an unknown request", 0);
}

static int chunk(struct rk_agent *a, u32 total, u32 offset, u32 n)
{
	static u8 body[RK_FRAME_MAX];
	struct rk_chunk c = {total, offset};

	memcpy(body, &c, sizeof(c));
	for (u32 i = 0; i < n; i++)
		body[sizeof(c) + i] = (u8)(offset + i);
	return say(a, RK_REQ_UPLOAD, body, n + (u32)sizeof(c));
}

static int check_upload(struct rk_agent *a)
{
	if (say(a, RK_REQ_LOAD, NULL, 0) != RK_ETRUNC)
		return fail("load of nothing", 0);
	if (chunk(a, RK_MAX_BLOB + 1, 0, 10) != RK_ETOOBIG)
		return fail("an image of more than 16 MiB", 0);
	if (chunk(a, 100, 10, 10) != RK_EINPUT)
		return fail("a piece before the first", 0);
	if (chunk(a, 100, 0, 60) || chunk(a, 100, 50, 40) != RK_EINPUT)
		return fail("a piece twice", 0);
	if (chunk(a, 101, 60, 40) != RK_EINPUT || chunk(a, 100, 60, 41) != RK_EINPUT)
		return fail("a piece beyond the end", 0);
	if (say(a, RK_REQ_CHECK, NULL, 0) != RK_ETRUNC)
		return fail("check of a part", 0);
	if (chunk(a, 100, 60, 40) || say(a, RK_REQ_CHECK, NULL, 0) || fake.image_size != 100)
		return fail("a whole image", 0);
	for (u32 i = 0; i < 100; i++)
		if (fake.image[i] != (u8)i)
			return fail("bytes of the image", (int)i);
	if (say(a, RK_REQ_LOAD, NULL, 0) || say(a, RK_REQ_LOAD, NULL, 0) != RK_ETRUNC)
		return fail("load, and load again", 0);
	return 0;
}

/* The module's own reason comes through. */
static int check_reason(struct rk_agent *a)
{
	u32 id = 4711;

	if (say(a, RK_REQ_ATTACH, &id, sizeof(id)) != RK_ENOENT ||
		strcmp(fake.reply.why, "no such program"))
		return fail("the reason of a refusal", 0);
	id = FAKE_PROGRAM;
	return say(a, RK_REQ_ATTACH, &id, sizeof(id)) ? fail("attach", 0) : 0;
}

struct query {
	struct rk_element e;
	u8 bytes[24];
};

static int ask_map(struct rk_agent *a, u16 kind, struct query *q, u32 key, u32 value)
{
	q->e.key_size = key;
	q->e.value_size = value;
	return say(a, kind, q, (u32)sizeof(q->e) + key + value);
}

/* A map of 1,000 elements of 4 + 3 x 8 bytes in 64 KiB frames; sizes that lie. */
static int check_map(struct rk_agent *a)
{
	struct query q = {.e = {.id = FAKE_PROGRAM}};
	u32 seen = 0, size = 4 + FAKE_CPUS * 8;

	for (u32 turn = 0; turn < 5; turn++) {
		if (ask_map(a, RK_REQ_MAP_WALK, &q, turn ? 4 : 0, 0))
			return fail("walk", (int)turn);
		if (!fake.size)
			break;
		for (u32 at = 0; at < fake.size; at += size, seen++) {
			u64 value[FAKE_CPUS];

			memcpy(q.bytes, fake.data + at, 4);
			memcpy(value, fake.data + at + 4, sizeof(value));
			if (q.bytes[0] + 256u * q.bytes[1] != seen || value[2] != seen * 10ull + 2)
				return fail("element", (int)seen);
		}
	}
	if (seen != FAKE_ELEMENTS)
		return fail("elements walked", (int)seen);
	memset(q.bytes, 0, sizeof(q.bytes));
	if (ask_map(a, RK_REQ_MAP_READ, &q, 4, 0) || fake.size != FAKE_CPUS * 8)
		return fail("read", 0);
	if (say(a, RK_REQ_MAP_READ, &q, sizeof(q.e) + 3) != RK_EINPUT)
		return fail("a key shorter than it says", 0);
	q.e.key_size = ~0u;
	if (say(a, RK_REQ_MAP_WRITE, &q, sizeof(q.e) + 12) != RK_EINPUT)
		return fail("a key of 4 GiB", 0);
	q.e.key_size = 8;
	q.e.value_size = ~0u - 3;
	if (say(a, RK_REQ_MAP_WRITE, &q, sizeof(q.e) + 4) != RK_EINPUT)
		return fail("sizes whose sum wraps", 0);
	fake.value_size = 40000;
	if (ask_map(a, RK_REQ_MAP_READ, &q, 4, 0) != RK_ETOOBIG)
		return fail("values larger than a frame", 0);
	fake.value_size = 8;
	return 0;
}

/* A walk ends where programs put every key there and take it again, and is no empty map's. */
static int check_churn(struct rk_agent *a)
{
	struct query q = {.e = {.id = FAKE_PROGRAM}};
	u32 size = 4 + FAKE_CPUS * 8;

	fake.lasting = 7;
	if (ask_map(a, RK_REQ_MAP_WALK, &q, 0, 0) || fake.size != 7 * size)
		return fail("a walk beside keys that go", (int)fake.size);
	fake.lasting = 0;
	if (ask_map(a, RK_REQ_MAP_WALK, &q, 0, 0) != RK_EBUSY || fake.reply.sys != EAGAIN)
		return fail("a walk where every key goes", (int)fake.reply.sys);
	fake.lasting = FAKE_ELEMENTS;
	return 0;
}

/* 200,000 random requests, most of them near the truth. */
static int check_random(struct rk_agent *a)
{
	static u8 body[RK_FRAME_MAX];
	u64 x = 88172645463325252ull;

	for (int i = 0; i < 200000; i++) {
		u32 kind, size;

		x ^= x << 13;
		x ^= x >> 7;
		x ^= x << 17;
		kind = (u32)(x % (RK_ARRAY_SIZE(rows) + 1));
		size = (u32)(x >> 8) % (x >> 60 ? 64 : RK_FRAME_MAX);
		for (u32 k = 0; k < 64; k++)
			body[k] = x >> k & 3 ? (u8)(k % 4 ? 0 : x >> k % 60) : (u8)(x >> k % 50);
		if (kind < RK_ARRAY_SIZE(rows) && x >> 50 & 3)
			size = rows[kind].least;
		if (say(a, (u16)(kind + 1), body, size) == -1000)
			return fail("not one reply", i);
	}
	return 0;
}

int main(void)
{
	struct rk_agent *a = malloc(sizeof(*a));
	int bad = !a || greet(a) || check_sizes(a) || check_upload(a) || check_reason(a) ||
		  check_map(a) || check_churn(a) || check_random(a);

	rk_agent_fini(a);
	free(a);
	return bad;
}
