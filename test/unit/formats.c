/* SPDX-License-Identifier: MIT */
/*
 * Format files of trace events as BTF: each field is where its line says and of the kind that CO-RE
 * compares; what is no such text is refused with its line, and no bytes at all make types that
 * cannot be read.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "obj/formats.h"

#define COMMON                                                                                     \
	"\tfield:unsigned short common_type;\toffset:0;\tsize:2;\tsigned:0;\n"                     \
	"\tfield:int common_pid;\toffset:4;\tsize:4;\tsigned:1;\n\n"
#define FIELD(decl, offset, size, sign)                                                            \
	"\tfield:" decl ";\toffset:" #offset ";\tsize:" #size ";\tsigned:" #sign ";\n"

static const char good[] = "name: first\nID: 7\nformat:\n" COMMON FIELD("int val", 8, 4, 1)
	FIELD("const char * action", 16, 8, 0) FIELD("enum kind k", 24, 4, 0) FIELD(
		"char comm[16]", 28, 16, 0) FIELD("char who[TASK_COMM_LEN]", 44, 16, 0)
		FIELD("u16 four[4]", 60, 8, 0) FIELD("struct pair p", 68, 16, 0) FIELD(
			"__data_loc char[] text", 84, 4, 0) FIELD("__rel_loc u8[] more", 88, 4,
			0) "\nprint fmt: \"%d\", REC->val\n"
			   "name: bare\nID: 8\nformat:\n" COMMON "\nprint fmt: \"\"\n"
			   "name: second\nID: 9\nformat:\n" COMMON FIELD("bool on", 8, 1, 0)
				   FIELD("pid_t pid", 12, 4, 1);

static const struct {
	const char *type, *field;
	u32 offset, size;
	u8 kind;
} expected[] = {
	{"trace_entry", "type", 0, 2, RK_BTF_INT},
	{"trace_entry", "pid", 4, 4, RK_BTF_INT},
	{"trace_event_raw_first", "ent", 0, 8, RK_BTF_STRUCT},
	{"trace_event_raw_first", "val", 8, 4, RK_BTF_INT},
	{"trace_event_raw_first", "action", 16, 8, RK_BTF_PTR},
	{"trace_event_raw_first", "k", 24, 4, RK_BTF_ENUM},
	{"trace_event_raw_first", "comm", 28, 16, RK_BTF_ARRAY},
	{"trace_event_raw_first", "who", 44, 16, RK_BTF_ARRAY},
	{"trace_event_raw_first", "four", 60, 8, RK_BTF_ARRAY},
	{"trace_event_raw_first", "p", 68, 16, RK_BTF_STRUCT},
	{"trace_event_raw_first", "__data_loc_text", 84, 4, RK_BTF_INT},
	{"trace_event_raw_first", "__rel_loc_more", 88, 4, RK_BTF_INT},
	{"trace_event_raw_second", "ent", 0, 8, RK_BTF_STRUCT},
	{"trace_event_raw_second", "on", 8, 1, RK_BTF_INT},
	{"trace_event_raw_second", "pid", 12, 4, RK_BTF_INT},
};

/* What replaces a text of the sound one, once, and what is said of it. */
static const char *const damage[][3] = {
	{"name: first", "name: ", "line 1: an event has no name"},
	{"name: first", "name: a b", "line 1: an event's name has strange letters"},
	{"name: first\n", "", "line 3: a field of no event"},
	{"offset:8;", "offset:;", "line 7: a field has no offset, size or sign"},
	{"offset:8;", "offset:-8;", "line 7: a field has no offset"},
	{"offset:8;", "offset:65537;", "line 7: a field has no offset"},
	{"offset:8;", "offset:99999999999999999999;", "line 7: a field has no offset"},
	{"size:4;", "size:4", "line 5: a field has no offset, size"},
	{"signed:1;\n\tfield:const", "signed:2;\n\tfield:const", "line 7: a field has no offset"},
	{"int val;", "val;", "line 7: a field has no type or no name"},
	{"int val;", "int ;", "line 7: a field has no type or no name"},
	{"int val;", "int val]", "line 7: a field has no"},
	{"int val;", "];", "line 7: a field has no"},
	{"char comm[", "char common_c[", "line 18: common fields do not come first"},
};

static int fail(const char *what)
{
	printf("%s\n", what);
	return 1;
}

static bool has(const struct rk_btf *b, size_t k)
{
	u32 id = rk_btf_find(b, expected[k].type, RK_BTF_STRUCT, 0);
	struct rk_btf_type t = rk_btf_type(b, id);

	for (u32 i = 0; id && i < t.vlen; i++) {
		struct rk_btf_member m = rk_btf_member(b, &t, i);

		if (!strcmp(m.name, expected[k].field))
			return m.bit_offset == 8 * expected[k].offset && !m.bit_size &&
			       rk_btf_size(b, m.type) == expected[k].size &&
			       rk_btf_type(b, m.type).kind == expected[k].kind;
	}
	return false;
}

static int check_good(struct rk_arena *a)
{
	const char *why = "";
	struct rk_btf b;
	size_t size;
	u8 *blob = rk_formats_btf(a, good, sizeof(good) - 1, &size, &why);

	if (!blob || rk_btf_read(&b, a, blob, size, &why))
		return fail(why);
	for (size_t i = 0; i < RK_ARRAY_SIZE(expected); i++)
		if (!has(&b, i))
			return fail(expected[i].field);
	if (rk_btf_find_essential(&b, "trace_event_raw_bare", 0))
		return fail("an event without fields of its own");
	return rk_btf_size(&b, rk_btf_find_essential(&b, "trace_event_raw_first", 0)) == 92
		       ? 0
		       : fail("size");
}

static int check_damage(struct rk_arena *a)
{
	size_t size;

	for (size_t i = 0; i < RK_ARRAY_SIZE(damage); i++) {
		const char *at = strstr(good, damage[i][0]), *why = "";
		char *text = rk_format(a, "%.*s%s%s", (int)(at - good), good, damage[i][1],
			at + strlen(damage[i][0]));

		if (rk_formats_btf(a, text, strlen(text), &size, &why) ||
			!strstr(why, damage[i][2])) {
			printf("%s: %s\n", damage[i][1], why);
			return 1;
		}
	}
	return 0;
}

static int check_random(void)
{
	char text[sizeof(good)];
	const char *why = "";
	struct rk_arena a;
	struct rk_btf b;
	size_t size;
	u8 *blob;

	srand(5);
	for (int i = 0; i < 20000; i++) {
		size_t n = sizeof(good) - 1;

		rk_arena_init(&a);
		memcpy(text, good, sizeof(good));
		for (int k = rand() % 4; k >= 0; k--)
			text[(size_t)rand() % n] =
				(char)(rand() % 2 ? rand() : "0123;[]\n\t"[rand() % 9]);
		if (rand() % 2)
			n = (size_t)rand() % n;
		blob = rk_formats_btf(&a, text, n, &size, &why);
		if (blob && rk_btf_read(&b, &a, blob, size, &why))
			return fail(why);
		rk_arena_fini(&a);
	}
	return 0;
}

int main(void)
{
	struct rk_arena a;
	int bad;

	rk_arena_init(&a);
	bad = check_good(&a) || check_damage(&a) || check_random();
	rk_arena_fini(&a);
	return bad;
}
