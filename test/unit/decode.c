/* SPDX-License-Identifier: MIT */
/*
 * Decoding: every row of the table, and every row of the conformance suite where it is at hand
 * (RK_SHARED).
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "obj/prog.h"

static const struct row {
	const char *hex, *text; /* text of slot 0, NULL where refused */
} rows[] = {
	{"b70000000000000095000000000000", NULL},
	{"bf21000000000000 9500000000000000", "r1 = r2"},
	{"bc21000000000000 9500000000000000", "w1 = w2"},
	{"bf21080000000000 9500000000000000", "r1 = (s8)r2"},
	{"bf21200000000000 9500000000000000", "r1 = (s32)r2"},
	{"bc21200000000000 9500000000000000", NULL},
	{"bc21100000000000 9500000000000000", "w1 = (s16)w2"},
	{"bf21010000000000 9500000000000000", NULL},
	{"3f21010000000000 9500000000000000", "r1 s/= r2"},
	{"97010100 07000000 9500000000000000", "r1 s%= 7"},
	{"0f21010000000000 9500000000000000", NULL},
	{"8700000000000000 9500000000000000", "r0 = -r0"},
	{"8f00000000000000 9500000000000000", NULL},
	{"d700000020000000 9500000000000000", "r0 = bswap32 r0"},
	{"dc00000010000000 9500000000000000", "r0 = be16 r0"},
	{"d400000040000000 9500000000000000", "r0 = le64 r0"},
	{"d400000008000000 9500000000000000", NULL},
	{"df00000010000000 9500000000000000", NULL},
	{"6110080000000000 9500000000000000", "r0 = *(u32 *)(r1 + 8)"},
	{"9110f8ff00000000 9500000000000000", "r0 = *(s8 *)(r1 - 8)"},
	{"9910000000000000 9500000000000000", NULL},
	{"610b000000000000 9500000000000000", NULL},
	{"61b0000000000000 9500000000000000", NULL},
	{"611a000000000000 9500000000000000", NULL},
	{"7a0af8ff05000000 9500000000000000", "*(u64 *)(r10 - 8) = 5"},
	{"7b1af8ff00000000 9500000000000000", "*(u64 *)(r10 - 8) = r1"},
	{"db1af8ff00000000 9500000000000000", "lock *(u64 *)(r10 - 8) add r1"},
	{"c31af8ff01000000 9500000000000000", "w1 = atomic_fetch_add((u32 *)(r10 - 8), w1)"},
	{"db1af8ffe1000000 9500000000000000", "r1 = xchg((u64 *)(r10 - 8), r1)"},
	{"db1af8fff1000000 9500000000000000", "r0 = cmpxchg((u64 *)(r10 - 8), r0, r1)"},
	{"db1af8ffe0000000 9500000000000000", NULL},
	{"db1af8ff10000000 9500000000000000", NULL},
	{"d31af8ff00000000 9500000000000000", NULL},
	{"db1af8ff00010000 9500000000000000", NULL},
	{"dba1f8ff01000000 9500000000000000", NULL},
	{"1801000001000000 0000000002000000 9500000000000000", "r1 = 0x200000001 ll"},
	{"1801000001000000 0100000002000000 9500000000000000", NULL},
	{"1801000001000000", NULL},
	{"1811000001000000 0000000000000000 9500000000000000", NULL},
	{"1841000002000000 0000000000000000 9500000000000000 9500000000000000", "r1 = func @3 ll"},
	{"3000000000000000 9500000000000000", NULL},
	{"5000000000000000 9500000000000000", NULL},
	{"8500000005000000 9500000000000000", "call ktime_get_ns#5"},
	{"8510000001000000 9500000000000000 9500000000000000", "call @2"},
	{"8510000005000000 9500000000000000", NULL},
	{"8520000005000000 9500000000000000", NULL},
	{"8d02000000000000 9500000000000000", "callx r2"},
	{"0500000000000000 9500000000000000", "goto @1"},
	{"0600000001000000 9500000000000000 9500000000000000", "goto @2"},
	{"0600010000000000 9500000000000000 9500000000000000", NULL},
	{"0500010000000000 9500000000000000", NULL},
	{"0500feff00000000 9500000000000000", NULL},
	{"e500000000000000 9500000000000000", "may_goto @1"},
	{"e501000000000000 9500000000000000", NULL},
	{"1501000005000000 9500000000000000", "if r1 == 5 goto @1"},
	{"ce21000000000000 9500000000000000", "if w1 s< w2 goto @1"},
	{"9600000000000000 9500000000000000", NULL},
	{"f501000000000000 9500000000000000", NULL},
	{"0500010000000000 1801000000000000 0000000000000000 9500000000000000", NULL},
	{"b700000000000000", NULL},
	{"b7f0000000000000 9500000000000000", NULL},
	{"b70a000000000000 9500000000000000", NULL},
};

static size_t unhex(const char *s, u8 *out)
{
	size_t n = 0;
	unsigned int byte;

	while (*s) {
		if (*s == ' ' || *s == '\n')
			s++;
		else if (sscanf(s, "%2x", &byte) == 1)
			out[n++] = (u8)byte, s += 2;
		else
			exit(2);
	}
	return n;
}

/* Refused, or the text of slot 0. */
static int check(const char *hex, const char *text, bool expect_ok)
{
	static u8 bytes[1 << 20];
	size_t n = unhex(hex, bytes);
	struct rk_arena a;
	struct rk_prog p;
	const char *why = NULL;
	char got[128] = "";
	int err, bad = 0;

	rk_arena_init(&a);
	err = n % 8 ? RK_EINPUT : rk_prog_from_bytes(&p, &a, bytes, (u32)(n / 8), &why);
	if (!err)
		rk_insn_format(got, sizeof(got), p.insns, NULL);
	if ((!err) != expect_ok || (text && strcmp(text, got))) {
		fprintf(stderr, "%.64s: got '%s' (%s), expected '%s'\n", hex, got, why ? why : "",
			text        ? text
			: expect_ok ? "accepted"
				    : "refused");
		bad = 1;
	}
	rk_arena_fini(&a);
	return bad;
}

static const char *value_of(const char *line, const char *key)
{
	const char *p = strstr(line, key);

	return p ? p + strlen(key) : "";
}

/* Rows of the conformance suite: those with a result are read, those of bad encodings refused. */
static int check_suite(const char *path)
{
	FILE *f = fopen(path, "r");
	char *line = NULL;
	size_t size = 0;
	int bad = 0, read = 0, refused = 0;

	while (f && getline(&line, &size, f) > 0) {
		const char *expect = value_of(line, "\"expect\":\"");
		char *hex = strdup(value_of(line, "\"insns_hex\":\""));
		bool ok = !strncmp(expect, "r0\"", 3);

		hex[strcspn(hex, "\"")] = 0;
		if (ok || !strncmp(expect, "reject_at_load", 14)) {
			bad |= check(hex, NULL, ok);
			read += ok;
			refused += !ok;
		}
		free(hex);
	}
	free(line);
	if (f)
		fclose(f);
	return bad || read < 313 || refused < 45;
}

int main(void)
{
	const char *shared = getenv("RK_SHARED");
	char path[4096];
	int bad = 0;

	for (size_t i = 0; i < RK_ARRAY_SIZE(rows); i++)
		bad |= check(rows[i].hex, rows[i].text, rows[i].text);
	if (!shared)
		return bad;
	snprintf(path, sizeof(path), "%s/conformance/bpf-conformance.jsonl", shared);
	return bad | check_suite(path);
}
