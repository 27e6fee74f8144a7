/* SPDX-License-Identifier: MIT */
/* The interpreter as a program's engine (rk_exec_fn). */
#include "interp.h"

struct engine {
	struct rk_interp in;
	u32 ctx_bytes;
	struct fault {
		u64 count;
		struct rk_interp_result last;
	} faults[RK_MAX_CPUS]; /* each written by its CPU alone */
};

static u64 exec(struct rk_program *p, void *ctx, struct rk_env *env)
{
	struct engine *e = p->engine;
	struct rk_interp_region region = {(u64)(uintptr_t)ctx, e->ctx_bytes, false};
	struct rk_interp_result res;
	struct rk_interp in = e->in;
	u64 r0;

	in.regions = &region;
	in.n_regions = 1;
	in.env = env;
	in.stack = env->stack;
	in.result = &res;
	if (rk_interp_run(&in, region.base, 0, &r0)) {
		e->faults[env->cpu].count++;
		e->faults[env->cpu].last = res;
	}
	return r0;
}

int rk_interp_attach(struct rk_program *p, const struct rk_insn *insns, u32 n_insns,
	const u16 *map_index, u32 ctx_bytes)
{
	struct engine *e;

	if (p->manifest.bpf_stack < RK_INTERP_STACK)
		return RK_ESTACK;
	e = rk_plat_alloc(sizeof(*e));
	if (!e)
		return RK_ENOMEM;
	e->in.insns = insns;
	e->in.n_insns = n_insns;
	e->in.map_index = map_index;
	e->in.frame_bytes = p->manifest.bpf_stack / RK_MAX_FRAMES & ~7u;
	e->ctx_bytes = ctx_bytes;
	p->engine = e;
	p->run = exec;
	return RK_OK;
}

void rk_interp_detach(struct rk_program *p)
{
	p->run = NULL;
	if (p->engine)
		rk_plat_free(p->engine, sizeof(struct engine));
	p->engine = NULL;
}

u64 rk_interp_faults(const struct rk_program *p, struct rk_interp_result *last)
{
	const struct engine *e = p->engine;
	u64 n = 0;

	for (u32 c = 0; c < p->rt->n_cpus; c++) {
		if (e->faults[c].count)
			*last = e->faults[c].last;
		n += e->faults[c].count;
	}
	return n;
}
