/* SPDX-License-Identifier: MIT */
/* BTF from hand-made bytes: what is damaged is refused, cycles and huge arrays have no size. */
#include "obj/btf.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define CHECK(cond)                                                                                \
	do {                                                                                       \
		if (!(cond)) {                                                                     \
			fprintf(stderr, "%d: %s\n", __LINE__, #cond);                              \
			exit(1);                                                                   \
		}                                                                                  \
	} while (0)

#define INFO(kind, vlen) ((u32)(kind) << 24 | (vlen))
enum { N_WORDS = 43 };

/* Offsets of names in `strings`. */
enum { S_INT = 1, S_T = 5, S_OLD = 7, S_A = 15, S_BIG = 17, S_LOOP = 21 };
static const char strings[32] = "\0int\0t\0t___old\0a\0big\0loop";

static const u32 types[N_WORDS] = {
	S_INT, INFO(RK_BTF_INT, 0), 4, 0x01000020,     /* 1: int */
	S_T, INFO(RK_BTF_STRUCT, 1), 8, S_A, 1, 32,    /* 2: struct t { .a at 4 } */
	S_OLD, INFO(RK_BTF_STRUCT, 1), 4, S_A, 1, 0,   /* 3: struct t___old */
	0, INFO(RK_BTF_PTR, 0), 2,                     /* 4: struct t * */
	0, INFO(RK_BTF_ARRAY, 0), 0, 2, 1, 3,          /* 5: struct t[3] */
	0, INFO(RK_BTF_ARRAY, 0), 0, 5, 1, 0x40000000, /* 6: too large */
	S_LOOP, INFO(RK_BTF_TYPEDEF, 0), 8,            /* 7: typedef of 8 */
	0, INFO(RK_BTF_CONST, 0), 7,                   /* 8: const 7, a cycle */
	S_BIG, INFO(RK_BTF_TYPEDEF, 0), 5,             /* 9: typedef struct t[3] big */
	0, INFO(RK_BTF_PTR, 0), 4,                     /* 10: struct t ** */
};

static size_t build(u8 out[512])
{
	u32 header[6] = {0x0001eb9f, 24, 0, sizeof(types), sizeof(types), sizeof(strings)};

	memcpy(out, header, sizeof(header));
	memcpy(out + 24, types, sizeof(types));
	memcpy(out + 24 + sizeof(types), strings, sizeof(strings));
	return 24 + sizeof(types) + sizeof(strings);
}

static bool reads(struct rk_btf *b, struct rk_arena *a, const u8 *bytes, size_t size)
{
	const char *why = NULL;
	int err = rk_btf_read(b, a, bytes, size, &why);

	CHECK(!err == !why);
	return !err;
}

static void check_types(const struct rk_btf *b, struct rk_arena *a)
{
	struct rk_btf_type t = rk_btf_type(b, 2);
	struct rk_btf_member m = rk_btf_member(b, &t, 0);

	CHECK(b->n == 11);
	CHECK(!strcmp(m.name, "a") && m.type == 1 && m.bit_offset == 32 && !m.bit_size);
	CHECK(rk_btf_size(b, 9) == 24 && rk_btf_size(b, 4) == 8);
	CHECK(rk_btf_size(b, 0) == -1 && rk_btf_size(b, 6) == -1 && rk_btf_size(b, 7) == -1);
	CHECK(rk_btf_find(b, "t", RK_BTF_STRUCT, 0) == 2);
	CHECK(rk_btf_find(b, "t", RK_BTF_STRUCT, 2) == 0);
	CHECK(rk_btf_find(b, "t", RK_BTF_UNION, 0) == 0);
	CHECK(rk_btf_find_essential(b, "t___new", 0) == 2);
	CHECK(rk_btf_find_essential(b, "t", 2) == 3);
	CHECK(rk_btf_find_essential(b, "t", 3) == 0);
	CHECK(!strcmp(rk_btf_name(b, a, 10), "struct t **"));
	CHECK(!strcmp(rk_btf_string(b, 9999), ""));
}

static void check_hash(const struct rk_btf *b)
{
	u8 x[8], y[8], z[8];

	rk_btf_layout_hash(b, 1, 5, x);
	rk_btf_layout_hash(b, 1, 9, y);
	rk_btf_layout_hash(b, 1, 2, z);
	CHECK(!memcmp(x, y, 8)); /* a typedef is no other layout */
	CHECK(memcmp(x, z, 8));
	rk_btf_layout_hash(b, 7, 6, x); /* cycles end */
}

/* A module's: 11: a typedef of the base's `t`, with a name of its own. */
static void check_split(struct rk_arena *a, const u8 *base, size_t base_size)
{
	u32 split[9] = {0x0001eb9f, 24, 0, 12, 12, 4, sizeof(strings), INFO(RK_BTF_TYPEDEF, 0), 2};
	u8 bytes[40];
	const char *why;
	struct rk_btf b;
	size_t size;
	u8 *both;

	memcpy(bytes, split, 36);
	memcpy(bytes + 36, "mod", 4);
	both = rk_btf_join(a, base, base_size, bytes, sizeof(bytes), &size, &why);
	CHECK(both && reads(&b, a, both, size) && b.n == 12);
	CHECK(rk_btf_find(&b, "mod", RK_BTF_TYPEDEF, 0) == 11 && rk_btf_skip(&b, 11) == 2);
	for (size_t cut = 0; cut < sizeof(bytes); cut++)
		CHECK(!rk_btf_join(a, base, base_size, bytes, cut, &size, &why) && why);
	for (size_t cut = 0; cut < base_size; cut++)
		CHECK(!rk_btf_join(a, base, cut, bytes, sizeof(bytes), &size, &why) && why);
	bytes[32] = 12; /* no such type in either */
	both = rk_btf_join(a, base, base_size, bytes, sizeof(bytes), &size, &why);
	CHECK(both && !reads(&b, a, both, size));
	bytes[39] = 'x'; /* end of the strings */
	both = rk_btf_join(a, base, base_size, bytes, sizeof(bytes), &size, &why);
	CHECK(both && !reads(&b, a, both, size));
}

int main(void)
{
	u8 bytes[512], damaged[512];
	size_t size = build(bytes);
	struct rk_arena a;
	struct rk_btf b;

	rk_arena_init(&a);
	CHECK(reads(&b, &a, bytes, size));
	check_types(&b, &a);
	check_hash(&b);
	check_split(&a, bytes, size);
	for (size_t cut = 0; cut < size; cut++)
		CHECK(!reads(&b, &a, bytes, cut));
	memcpy(damaged, bytes, size);
	damaged[24 + 4 * 8] = 99; /* the type of t.a */
	CHECK(!reads(&b, &a, damaged, size));
	memcpy(damaged, bytes, size);
	damaged[24 + 7] = 31; /* kind of type 1 */
	CHECK(!reads(&b, &a, damaged, size));
	memcpy(damaged, bytes, size);
	damaged[size - 1] = 'x'; /* end of the string table */
	CHECK(!reads(&b, &a, damaged, size));
	rk_arena_fini(&a);
	return 0;
}
