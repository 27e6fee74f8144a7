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
#ifdef CONFIG_GPIOLIB
	[RK_HOOK_GPIO] = &rk_hook_gpio,
#endif
#ifdef CONFIG_PWM
	[RK_HOOK_PWM] = &rk_hook_pwm,
#endif
#ifdef CONFIG_KRETPROBES
	[RK_HOOK_KPROBE] = &rk_hook_kprobe,
	[RK_HOOK_KRETPROBE] = &rk_hook_kprobe,
#endif
};

/* NMIs could interrupt a holder of a map's lock at any point: programs never run there. */
bool rk_link_run(struct rk_link *link, void *ctx, u64 *ret)
{
	bool ran, outer;

	if (in_nmi()) {
		atomic64_inc(&link->nmi);
		return false;
	}
	if (unlikely(READ_ONCE(link->paused))) {
		atomic64_inc(&link->bypassed);
		return false;
	}
	preempt_disable_notrace();
	outer = this_cpu_read(rk_output_direct);
	this_cpu_write(rk_output_direct, link->ops->direct);
	ran = rk_slot_run(&link->slot, ctx, ret);
	this_cpu_write(rk_output_direct, outer);
	preempt_enable_notrace();
	return ran;
}

/* What a class that is compiled out would need. */
static const char *missing(u8 id)
{
	switch (id) {
	case RK_HOOK_GPIO: return "this kernel has no GPIO (CONFIG_GPIOLIB)";
	case RK_HOOK_PWM: return "this kernel has no PWM (CONFIG_PWM)";
	case RK_HOOK_KPROBE:
	case RK_HOOK_KRETPROBE: return "this kernel has no kretprobes (CONFIG_KRETPROBES)";
	default: return "this module has no such hook";
	}
}

const struct rk_hook_ops *rk_hook_ops_of(u8 id, const char **why)
{
	*why = missing(id);
	return id < RK_ARRAY_SIZE(classes) ? classes[id] : NULL;
}
