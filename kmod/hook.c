/* SPDX-License-Identifier: MIT */
/*
 * Hooks of the kernel: which class a program is for (from its signed section, never from the
 * caller), and the one way in which events run programs.
 */
#include <linux/hardirq.h>
#include <linux/preempt.h>

#include "kmod.h"

static const struct rk_hook_ops *const classes[] = {
	[RK_HOOK_TIMER] = &rk_hook_timer,
	[RK_HOOK_SYSCALL] = &rk_hook_syscall,
	[RK_HOOK_RAW_TP] = &rk_hook_raw_tp,
	[RK_HOOK_RAW_TP2] = &rk_hook_raw_tp,
#ifdef CONFIG_KRETPROBES
	[RK_HOOK_KPROBE] = &rk_hook_kprobe,
	[RK_HOOK_KRETPROBE] = &rk_hook_kprobe,
#endif
};

/* NMIs could interrupt a holder of a map's lock at any point: programs never run there. */
bool rk_link_run(struct rk_link *link, void *ctx, u64 *ret)
{
	bool ran;

	if (in_nmi()) {
		atomic64_inc(&link->nmi);
		return false;
	}
	if (unlikely(READ_ONCE(link->paused))) {
		atomic64_inc(&link->bypassed);
		return false;
	}
	preempt_disable_notrace();
	ran = rk_slot_run(&link->slot, ctx, ret);
	preempt_enable_notrace();
	return ran;
}

const struct rk_hook_ops *rk_hook_ops_of(u8 id)
{
	return id < RK_ARRAY_SIZE(classes) ? classes[id] : NULL;
}
