// SPDX-License-Identifier: MIT
/*
 * Instruction streams beside valid maps: the input chooses fragments and changes to them, so that
 * coverage of the verifier leads to programs that it has not seen the like of. What it accepts is
 * run, and each claim held against what is; a claim that does not hold is a crash.
 */
#include <stdio.h>
#include "change.h"
#include "grow.h"
#include "world.h"

enum { RUNS = 4, MOST_STATES = 5, MOST_CHANGES = 2 };

static bool accepted(const struct rk_prog *p, u32 states, struct rk_arena *a, struct rk_result *r)
{
	const struct rk_verify_opts opts = {.worst_limit = ~(u64)0, .states_per_point = states};
	struct rk_diags diags;

	rk_diags_init(&diags, a, "fuzzed");
	return !rk_verify(r, a, p, &opts, &diags) && r->verdict == RK_ACCEPT;
}

static void run(const struct rk_prog *p, struct rk_arena *a, const struct rk_result *r, u64 seed)
{
	struct world *w = rk_alloc(a, sizeof(*w));

	world_make(w, a, p, r, seed);
	for (u32 i = 0; i < RUNS; i++) {
		if (world_run(w))
			continue;
		fprintf(stderr, "%s\n", w->wrong);
		rk_prog_dump(stderr, p);
		__builtin_trap();
	}
}

int LLVMFuzzerTestOneInput(const u8 *bytes, size_t size);
int LLVMFuzzerTestOneInput(const u8 *bytes, size_t size)
{
	struct choices c = {.random = 1, .bytes = bytes, .n = size};
	u32 states = choose_below(&c, MOST_STATES + 1);
	u32 changes = choose_below(&c, MOST_CHANGES + 1);
	struct rk_result r;
	struct rk_arena a;
	struct rk_prog p;
	char what[256];

	rk_arena_init(&a);
	grow_program(&p, &a, &c);
	while (changes--)
		change_program(&c, &p, what, sizeof(what));
	if (change_is_formed(&p) && accepted(&p, states, &a, &r))
		run(&p, &a, &r, size + 1);
	rk_arena_fini(&a);
	return 0;
}
