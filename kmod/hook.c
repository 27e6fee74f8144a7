/* SPDX-License-Identifier: MIT */
/*
 * Hooks of the kernel: which class a program is for (from its signed section, never from the
 * caller), and the one way in which events run programs.
 */
#include <linux/export.h>
#include <linux/hardirq.h>
#include <linux/module.h>
#include <linux/preempt.h>

#include "kmod.h"

/* Optional modules fill the rest. Entries change under classes_lock. */
static DEFINE_MUTEX(classes_lock);
static bool pinned; /* optional modules stay, also those that come later */
static const struct rk_hook_ops *classes[RK_HOOK_KRETPROBE + 1] = {
	[RK_HOOK_TIMER] = &rk_hook_timer,
#ifdef CONFIG_TRACEPOINTS
	[RK_HOOK_SYSCALL] = &rk_hook_syscall,
	[RK_HOOK_RAW_TP] = &rk_hook_raw_tp,
	[RK_HOOK_RAW_TP2] = &rk_hook_raw_tp,
	[RK_HOOK_TP_BTF] = &rk_hook_raw_tp,
#endif
#if defined(CONFIG_EVENT_TRACING) && defined(CONFIG_PERF_EVENTS)
	[RK_HOOK_TRACEPOINT] = &rk_hook_record,
	[RK_HOOK_TP] = &rk_hook_record,
#endif
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
EXPORT_SYMBOL_GPL(rk_link_run);

/* What a class that is compiled out would need. */
static const char *missing(u8 id)
{
	switch (id) {
	case RK_HOOK_GPIO: return "this kernel has no GPIO (CONFIG_GPIOLIB)";
	case RK_HOOK_PWM: return "this kernel has no PWM (CONFIG_PWM)";
	case RK_HOOK_IIO: return "the module rkbpf_iio, which has this hook, is not loaded";
	case RK_HOOK_CAN: return "the module rkbpf_can, which has this hook, is not loaded";
	case RK_HOOK_SYSCALL:
	case RK_HOOK_RAW_TP:
	case RK_HOOK_RAW_TP2:
	case RK_HOOK_TP_BTF: return "this kernel has no tracepoints (CONFIG_TRACEPOINTS)";
	case RK_HOOK_TRACEPOINT:
	case RK_HOOK_TP:
		return "this kernel has no trace records (CONFIG_EVENT_TRACING, "
		       "CONFIG_PERF_EVENTS)";
	case RK_HOOK_KPROBE:
	case RK_HOOK_KRETPROBE: return "this kernel has no kretprobes (CONFIG_KRETPROBES)";
	default: return "this module has no such hook";
	}
}

const struct rk_hook_ops *rk_hook_get(u8 id, const char **why)
{
	const struct rk_hook_ops *ops = NULL;

	mutex_lock(&classes_lock);
	if (id < RK_ARRAY_SIZE(classes))
		ops = classes[id];
	if (ops && !try_module_get(ops->owner))
		ops = NULL;
	mutex_unlock(&classes_lock);
	if (!ops)
		*why = missing(id);
	return ops;
}

void rk_hook_put(const struct rk_hook_ops *ops)
{
	module_put(ops->owner);
}

int rk_hook_register(u8 id, const struct rk_hook_ops *ops)
{
	int err = -EEXIST;

	mutex_lock(&classes_lock);
	if (id < RK_ARRAY_SIZE(classes) && !classes[id]) {
		classes[id] = ops;
		err = 0;
		if (pinned)
			__module_get(ops->owner);
	}
	mutex_unlock(&classes_lock);
	return err;
}
EXPORT_SYMBOL_GPL(rk_hook_register);

/* One that is on its way out is as if it had gone before. */
void rk_hook_pin(void)
{
	mutex_lock(&classes_lock);
	pinned = true;
	for (u32 i = 0; i < RK_ARRAY_SIZE(classes); i++)
		if (classes[i] && !try_module_get(classes[i]->owner))
			pr_warn("rkbpf: sealed while %s is removed\n", classes[i]->owner->name);
	mutex_unlock(&classes_lock);
}

void rk_hook_unregister(u8 id)
{
	mutex_lock(&classes_lock);
	classes[id] = NULL;
	mutex_unlock(&classes_lock);
}
EXPORT_SYMBOL_GPL(rk_hook_unregister);

static rk_can_send_fn guest_send;

void rk_can_send_register(rk_can_send_fn send)
{
	WRITE_ONCE(guest_send, send);
}
EXPORT_SYMBOL_GPL(rk_can_send_register);

s64 rk_can_send(void *data, u32 interface, u32 id, const u8 *bytes, u32 len)
{
	rk_can_send_fn send = READ_ONCE(guest_send);

	return send ? send(interface, id, bytes, len) : -ENODEV;
}
