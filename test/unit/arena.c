/* SPDX-License-Identifier: MIT */
/* Arena: zeroed, aligned, counted; a reset gives back what came after the mark and nothing else. */
#include "obj/arena.h"

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

static bool all_zero(const unsigned char *p, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (p[i])
			return false;
	return true;
}

static void check_sizes(struct rk_arena *a)
{
	static const size_t sizes[] = {0, 1, 15, 16, 17, 4096, 65536, 100000, 5u << 20};

	for (size_t i = 0; i < RK_ARRAY_SIZE(sizes); i++) {
		unsigned char *p = rk_alloc(a, sizes[i]);

		CHECK((uintptr_t)p % 16 == 0);
		CHECK(all_zero(p, sizes[i]));
		memset(p, 0xa5, sizes[i]);
		CHECK(a->used >= sizes[i] && a->peak >= a->used);
	}
}

static void check_reset(struct rk_arena *a)
{
	char *kept = rk_strdup(a, "kept");
	struct rk_arena_mark mark = rk_arena_mark(a);
	size_t used = a->used;

	for (int round = 0; round < 3; round++) {
		check_sizes(a);
		rk_arena_reset(a, mark);
		CHECK(a->used == used && a->peak > used);
		CHECK(!strcmp(kept, "kept"));
	}
}

int main(void)
{
	struct rk_arena a;

	rk_arena_init(&a);
	check_reset(&a);
	check_sizes(&a);
	CHECK(!strcmp(rk_format(&a, "%s-%d", "x", 7), "x-7"));
	CHECK(!strcmp(rk_strndup(&a, "abcdef", 3), "abc"));
	CHECK(!strcmp(rk_strndup(&a, "ab", 9), "ab"));
	rk_arena_fini(&a);
	CHECK(!a.chunks && !a.used);
	return 0;
}
