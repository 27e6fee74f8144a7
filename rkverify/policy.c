// SPDX-License-Identifier: MIT
/* Which helpers a program may call at all, by its hook: what no argument could make right. */
#include "an.h"

#define ON(hook) ((u64)1 << RK_HOOK_##hook)
#define ON_TRAMPOLINE (ON(FENTRY) | ON(FEXIT) | ON(LSM))
#define ON_PROBE                                                                                   \
	(ON(KPROBE) | ON(KRETPROBE) | ON(UPROBE) | ON(URETPROBE) | ON(USDT) | ON(KSYSCALL) |       \
		ON(KRETSYSCALL) | ON(FENTRY) | ON(FEXIT))

/* Helpers that read beside or behind the context: only these hooks have something there. */
static const struct {
	u32 id;
	u64 hooks;
} only_on[] = {
	{17, ON(TC)},                      /* get_cgroup_classid: of the packet */
	{58, ON(KPROBE)},                  /* override_return */
	{111, ON(TP_BTF) | ON_TRAMPOLINE}, /* skb_output */
	{56, ON(PERF_EVENT)},              /* perf_prog_read_value */
	{173, ON_PROBE},                   /* get_func_ip */
	{183, ON_TRAMPOLINE},              /* get_func_arg, _ret, _arg_cnt */
	{184, ON_TRAMPOLINE},
	{185, ON_TRAMPOLINE},
};

/* Linux offers what handles kernel objects to programs that meet some. */
static bool handles_objects(const struct rk_helper_row *row)
{
	return row->id >= RK_KFUNCS &&
	       (row->ret == RK_RET_KREF_OR_NULL || row->args[0] == RK_ARG_TASK ||
		       row->args[0] == RK_ARG_KREF_TASK || row->args[0] == RK_ARG_KREF_CGROUP);
}

static bool meets_objects(const struct rk_an *a)
{
	const u64 hooks = ON(TP_BTF) | ON_TRAMPOLINE | ON(ITER) | ON(TRACEPOINT) | ON(TP) |
			  ON(PERF_EVENT) | ON(CGROUP_SKB);

	return a->hook && hooks >> a->hook->id & 1;
}

static bool fits_hook(const struct rk_an *a, const struct rk_helper_row *row)
{
	for (u32 i = 0; i < RK_ARRAY_SIZE(only_on); i++)
		if (only_on[i].id == row->id)
			return a->hook && only_on[i].hooks >> a->hook->id & 1;
	return !handles_objects(row) || meets_objects(a);
}

bool rk_check_helper(struct rk_an *a, const struct rk_helper_row *row)
{
	if (row->maps == RK_MAPS_TAIL)
		return rk_fail(a, RK_DIAG_TAIL_CALL, "tail call");
	if (row->contexts & RK_CTX_REFUSED)
		return rk_fail(a, RK_DIAG_POLICY, "bpf_%s is refused: %s", row->name, row->doc);
	if (row->contexts & RK_CTX_SLEEPABLE && !a->p->hook.sleepable)
		return rk_fail(a, RK_DIAG_CONTEXT, "bpf_%s may sleep, and '%s' programs may not",
			row->name, a->hook ? a->hook->name : "these");
	for (u32 i = 0; row->contexts & RK_CTX_SLEEPABLE && i < a->s.n_held; i++)
		if (a->s.held[i].id == RK_HELD_RCU)
			return rk_fail(a, RK_DIAG_CONTEXT,
				"bpf_%s may sleep, which a section of bpf_rcu_read_lock forbids",
				row->name);
	return fits_hook(a, row) ||
	       rk_fail(a, RK_DIAG_CONTEXT, "bpf_%s has no meaning in '%s' programs", row->name,
		       a->hook ? a->hook->name : "these");
}
