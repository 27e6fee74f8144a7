/* SPDX-License-Identifier: MIT */
/* events: records of one ring buffer, one line each, until --count or the end of the connection. */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "tool.h"

/* How records are printed, and how many are wanted. */
struct reader {
	struct rk_tool *tool;
	const char *map;
	struct rk_record record;
	u64 seen, most;
	bool json, hex, broken;
};

static void print_record(struct reader *r)
{
	struct rk_tool *t = r->tool;

	printf(r->json ? "{\"seq\":%llu,\"size\":%u,\"data\":" : "%llu %u ",
		(unsigned long long)r->seen, r->record.size);
	if (r->json)
		putchar('"');
	rk_text_hex(r->record.bytes, r->record.size);
	if (r->json)
		putchar('"');
	if (r->json && !r->hex && t->view) {
		fputs(",\"record\":", stdout);
		if (!t->view->print(t, r->map, false, r->record.bytes, r->record.size))
			fputs("null", stdout);
	}
	puts(r->json ? "}" : "");
}

/* Of the whole record where its fields are known; else its words. */
static void print_words(struct reader *r)
{
	struct rk_tool *t = r->tool;

	if (t->view && t->view->print(t, r->map, false, r->record.bytes, r->record.size)) {
		putchar('\n');
		return;
	}
	for (u32 at = 0; at < r->record.size; at += 8) {
		u32 n = r->record.size - at < 8 ? r->record.size - at : 8;

		printf(at ? " %llu" : "%llu",
			(unsigned long long)rk_text_number(r->record.bytes + at, n));
	}
	putchar('\n');
}

static bool piece(struct reader *r, const struct rk_frame *f)
{
	int got = rk_record_take(&r->record, f);

	if (got <= 0)
		return !got;
	if (r->json || r->hex)
		print_record(r);
	else
		print_words(r);
	r->seen++;
	return true;
}

static bool event(struct rk_link *l, const struct rk_frame *f)
{
	struct reader *r = l->arg;

	r->broken = !piece(r, f);
	return !r->broken && r->seen < r->most;
}

static int follow(struct rk_tool *t, struct reader *r, const struct rk_uapi_map *m)
{
	u32 word[2] = {m->id, m->index};
	u64 seconds = t->value[__builtin_ctz(RK_OPT_TIMEOUT)];

	t->link->event = event;
	t->link->arg = r;
	t->link->stopped = !r->most;
	setvbuf(stdout, NULL, _IOLBF, 0);
	if (rk_link_call(t->link, RK_REQ_EVENTS, word, sizeof(word), 0))
		return rk_tool_refused(t, t->word[1]);
	if (!rk_link_events(t->link, t->options & RK_OPT_TIMEOUT ? (int)seconds * 1000 : -1))
		return rk_tool_refused(t, t->word[1]);
	if (r->broken)
		return rk_tool_say(t, RK_EXIT_FAIL, "the agent sent a broken record");
	return ferror(stdout) ? RK_EXIT_FAIL : RK_EXIT_OK;
}

int rk_tool_events(struct rk_tool *t)
{
	struct reader r = {
		.tool = t,
		.map = t->word[1],
		.most = t->options & RK_OPT_COUNT ? t->value[__builtin_ctz(RK_OPT_COUNT)] : U64_MAX,
		.json = t->options & RK_OPT_JSON,
		.hex = t->options & RK_OPT_HEX,
	};
	struct rk_uapi_map m;
	u32 id;
	int code = rk_tool_program(t, t->word[0], &id);

	if (!code)
		code = rk_tool_view(t, id);
	if (!code)
		code = rk_tool_map(t, id, t->word[1], &m);
	if (!code)
		code = follow(t, &r, &m);
	free(r.record.bytes);
	return code;
}
