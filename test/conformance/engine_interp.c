// SPDX-License-Identifier: MIT
/* The interpreter as an engine: the suite's memory is its only region, helper 5 its only helper. */
#include <string.h>
#include "engine.h"
#include "interp.h"

enum { SUITE_HELPER = 5, FUEL = 10000000 };

static u64 unwind(u64 a1, u64 a2, u64 a3, u64 a4, u64 a5, struct rk_env *env)
{
	return a1 ? a1 : 1;
}

static rk_helper_fn helper(void *data, u32 id)
{
	return id == SUITE_HELPER ? unwind : NULL;
}

int engine_interpret(
	struct rk_arena *a, const struct rk_prog *p, u8 *mem, u32 len, u64 *r0, const char **why)
{
	const struct rk_interp_hooks hooks = {.helper = helper};
	const struct rk_interp_region region = {(u64)(uintptr_t)mem, len, true};
	struct rk_interp_result result = {0};
	struct rk_env *env = rk_alloc(a, sizeof(*env) + sizeof(env->maps[0]));
	struct rk_interp in = {.insns = p->insns,
		.n_insns = p->n_insns,
		.n_regions = 1,
		.regions = &region,
		.env = env,
		.stack = rk_alloc(a, RK_INTERP_STACK),
		.frame_bytes = RK_FRAME_BYTES,
		.fuel = FUEL,
		.hooks = &hooks,
		.result = &result};
	int err;

	env->n_maps = p->obj ? 1 : 0; /* only its address: the memory is a region already */
	env->maps[0].base = mem;
	err = rk_interp_run(&in, region.base, len, r0);

	if (!err)
		return 0;
	*why = rk_format(a, "insn %u: %s", result.insn, rk_fault_name(result.fault));
	return -1;
}
