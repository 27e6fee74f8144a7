/* SPDX-License-Identifier: MIT */
/*
 * A workstation and a robot that lies about its maps: values of no size, and sizes whose rounding
 * wraps. Nothing is read beyond the reply, and every command ends.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "tool.h"

const struct rk_tool_row rk_tool_rows[] = {{.name = NULL}};

static struct rk_uapi_map map;

/* One program is not asked for: it is named by its number. Each reply has room for a map. */
static bool answer(struct rk_link *l, const struct rk_frame *f)
{
	struct {
		struct rk_reply r;
		u8 data[sizeof(struct rk_uapi_map)];
	} body = {.data = {0}};
	struct rk_frame reply = {f->kind | RK_FRAME_REPLY, f->tag, sizeof(body), (void *)&body};

	if (f->kind == RK_REQ_MAPS)
		memcpy(body.data, &map, sizeof(map));
	return rk_link_take(l, &reply);
}

static int nothing(struct rk_link *l, int timeout_ms)
{
	return -1;
}

static void run(int (*command)(struct rk_tool *), u32 key_size, u32 value_size)
{
	struct rk_link *l = calloc(1, sizeof(*l));
	struct rk_tool_row row = {.name = "map"};
	struct rk_tool t = {.self = "rk", .row = &row, .link = l, .word = {"3", "m", "1"}};

	if (!l)
		exit(1);
	l->send = answer;
	l->receive = nothing;
	map = (struct rk_uapi_map){.id = 3,
		.type = 1,
		.key_size = key_size,
		.value_size = value_size,
		.max_entries = 4,
		.name = "m"};
	command(&t);
	free(l);
}

int main(void)
{
	static const u32 sizes[] = {0, 1, 8, 65, 0x7fffffff, 0xfffffff1, 0xfffffff9, 0xffffffff};

	if (!freopen("/dev/null", "w", stdout) || !freopen("/dev/null", "w", stderr))
		return 1;
	alarm(20); /* what goes on without end fails */
	for (size_t i = 0; i < RK_ARRAY_SIZE(sizes); i++) {
		run(rk_tool_map_get, 4, sizes[i]);
		run(rk_tool_map_pop, 0, sizes[i]);
		run(rk_tool_map_dump, 4, sizes[i]);
		run(rk_tool_map_series, 4, sizes[i]);
		run(rk_tool_map_get, sizes[i], 8);
		run(rk_tool_map_dump, sizes[i], 8);
	}
	return 0;
}
