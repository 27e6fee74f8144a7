/* SPDX-License-Identifier: MIT */
/*
 * kprobe/<symbol>, kretprobe/<symbol>: entry and return of a kernel function; the program reads the
 * registers and changes nothing. Never a function of this module: its own events would run it.
 * On x86 only functions with an ftrace entry: a breakpoint probe is an NMI there, where programs do
 * not run. Hits that the kernel lost (nested probes, too many returns pending) count as missed.
 */
#include <linux/kprobes.h>
#include <linux/module.h>

#include "kmod.h"

enum { PENDING_RETURNS = 64 };

static int entered(struct kprobe *kp, struct pt_regs *regs)
{
	struct rk_link *link = container_of(kp, struct rk_link, probe.kp);
	u64 ret;

	rk_link_run(link, regs, &ret);
	return 0;
}

static int returned(struct kretprobe_instance *instance, struct pt_regs *regs)
{
	struct kretprobe *rp = get_kretprobe(instance);
	u64 ret;

	if (rp) /* NULL: being removed */
		rk_link_run(container_of(rp, struct rk_link, probe), regs, &ret);
	return 0;
}

static bool is_return(const struct rk_link *link)
{
	return link->hook.id == RK_HOOK_KRETPROBE;
}

static void remove(struct rk_link *link)
{
	if (is_return(link))
		unregister_kretprobe(&link->probe);
	else
		unregister_kprobe(&link->probe.kp);
}

/* Registered, disarmed and resolved: what may this function not be? NULL: fine. */
static const char *objection(const struct kprobe *kp)
{
	if (within_module((unsigned long)kp->addr, THIS_MODULE))
		return "functions of this module cannot be probed";
	if (IS_ENABLED(CONFIG_X86) && !(kp->flags & KPROBE_FLAG_FTRACE))
		return "this function has no ftrace entry: programs do not run in its breakpoint";
	return NULL;
}

static int attach(struct rk_link *link, const char **why)
{
	struct kretprobe *rp = &link->probe;
	const char *no;

	*rp = (struct kretprobe){
		.kp = {.symbol_name = link->hook.device, .flags = KPROBE_FLAG_DISABLED},
		.maxactive = PENDING_RETURNS,
	};
	if (is_return(link))
		rp->handler = returned;
	else
		rp->kp.pre_handler = entered;
	*why = "the kernel has no such function, or none that can be probed";
	if (is_return(link) ? register_kretprobe(rp) : register_kprobe(&rp->kp))
		return RK_ENOENT;
	no = objection(&rp->kp);
	*why = no ? no : "the kernel refused to arm the probe";
	if (no || enable_kprobe(&rp->kp)) {
		remove(link);
		return RK_EHOOK;
	}
	return RK_OK;
}

static void detach(struct rk_link *link)
{
	remove(link);
	atomic64_add((s64)link->probe.kp.nmissed, &link->missed);
	if (is_return(link))
		atomic64_add(link->probe.nmissed, &link->missed);
}

const struct rk_hook_ops rk_hook_kprobe = {.attach = attach, .detach = detach};
