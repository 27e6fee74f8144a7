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
	{17, ON(TC)},         /* get_cgroup_classid: of the packet */
	{56, ON(PERF_EVENT)}, /* perf_prog_read_value */
	{173, ON_PROBE},      /* get_func_ip */
	{183, ON_TRAMPOLINE}, /* get_func_arg, _ret, _arg_cnt */
	{184, ON_TRAMPOLINE},
	{185, ON_TRAMPOLINE},
};

static bool fits_hook(const struct rk_an *a, u32 helper)
{
	for (u32 i = 0; i < RK_ARRAY_SIZE(only_on); i++)
		if (only_on[i].id == helper)
			return a->hook && only_on[i].hooks >> a->hook->id & 1;
	return true;
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
	return fits_hook(a, row->id) ||
	       rk_fail(a, RK_DIAG_CONTEXT, "bpf_%s has no meaning in '%s' programs", row->name,
		       a->hook ? a->hook->name : "these");
}
