/* SPDX-License-Identifier: MIT */
/* What runtime unit tests share: a check that names its place, and a program with given maps. */
#ifndef RT_TEST_H
#define RT_TEST_H

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "map.h"
#include "pool.h"
#include "program.h"

#define CHECK(cond)                                                                                \
	do {                                                                                       \
		if (!(cond)) {                                                                     \
			printf("%s:%d: %s\n", __FILE__, __LINE__, #cond);                          \
			exit(1);                                                                   \
		}                                                                                  \
	} while (0)

static inline struct rkb_map map_def(const char *name, u32 type, u32 key, u32 value, u32 entries)
{
	struct rkb_map m = {
		.type = type, .key_size = key, .value_size = value, .max_entries = entries};

	snprintf(m.name, sizeof(m.name), "%s", name);
	return m;
}

/* A program that has these maps and runs `run`. */
static inline struct rk_program *prog_new(
	struct rk_rt *rt, const struct rkb_map *maps, u32 n, rk_exec_fn run)
{
	struct rkb_manifest man = {.bpf_stack = RK_FRAME_BYTES * RK_MAX_FRAMES};
	struct rk_program *p = NULL;
	const char *why = NULL;

	if (rk_rt_create(rt, &man, "test", maps, n, NULL, 0, &p, &why)) {
		printf("rk_rt_create: %s\n", why);
		exit(1);
	}
	p->run = run;
	return p;
}

#endif
