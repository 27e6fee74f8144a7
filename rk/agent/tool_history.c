/* SPDX-License-Identifier: MIT */
/* history: a robot's own words about its past, which its administrator could have changed. */
#include <stdio.h>
#include <string.h>
#include <time.h>

#include "tool.h"

static const struct {
	u32 value;
	const char *text;
} results[] = {
#define PAST(name, value, text) {value, text},
#include "past.def"
#undef PAST
};

static const char *result_text(u32 result)
{
	for (size_t i = 0; i < RK_ARRAY_SIZE(results); i++)
		if (results[i].value == result)
			return results[i].text;
	return "unknown";
}

static void format_date(u64 ms, char *text, size_t size)
{
	time_t seconds = (time_t)(ms / 1000);
	struct tm tm;

	if (!gmtime_r(&seconds, &tm) || !strftime(text, size, "%Y-%m-%dT%H:%M:%SZ", &tm))
		snprintf(text, size, "?");
}

static void print_json(const struct rk_past *p)
{
	char date[32];

	format_date(p->date_ms, date, sizeof(date));
	printf("{\"schema\":1,\"date\":\"%s\",\"boot\":\"", date);
	rk_text_hex(p->boot, sizeof(p->boot));
	printf("\",\"up_ms\":%llu,\"result\":\"%s\",\"program\":", (unsigned long long)p->up_ms,
		result_text(p->result));
	rk_text_string(p->name, sizeof(p->name), true);
	printf(",\"counter\":%llu,\"key\":\"", (unsigned long long)p->counter);
	rk_text_hex(p->keynum, sizeof(p->keynum));
	fputs("\",\"sha3\":\"", stdout);
	rk_text_hex(p->sha3, sizeof(p->sha3));
	fputs("\",\"from\":", stdout);
	rk_text_string(p->from, sizeof(p->from), true);
	fputs(",\"why\":", stdout);
	rk_text_string(p->why, sizeof(p->why), true);
	puts("}");
}

static void print_text(const struct rk_past *p)
{
	char date[32];

	format_date(p->date_ms, date, sizeof(date));
	printf("%s boot ", date);
	rk_text_hex(p->boot, 4);
	printf(" +%llu s  %s ", (unsigned long long)p->up_ms / 1000, result_text(p->result));
	rk_text_string(p->name, sizeof(p->name), false);
	printf(" %llu  sha3 ", (unsigned long long)p->counter);
	rk_text_hex(p->sha3, 6);
	fputs("  key ", stdout);
	rk_text_hex(p->keynum, sizeof(p->keynum));
	fputs("  from ", stdout);
	rk_text_string(p->from, sizeof(p->from), false);
	if (p->why[0]) {
		fputs(": ", stdout);
		rk_text_string(p->why, sizeof(p->why), false);
	}
	putchar('\n');
}

int rk_tool_history(struct rk_tool *t)
{
	struct rk_past p;

	if (rk_link_call(t->link, RK_REQ_HISTORY, NULL, 0, 0))
		return rk_tool_refused(t, NULL);
	for (size_t at = 0; at + sizeof(p) <= t->link->size; at += sizeof(p)) {
		memcpy(&p, t->link->data + at, sizeof(p));
		if (p.version != RK_PAST_VERSION)
			continue;
		if (t->options & RK_OPT_JSON)
			print_json(&p);
		else
			print_text(&p);
	}
	return RK_EXIT_OK;
}
