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
	preempt_disable_notrace();
	ran = rk_slot_run(&link->slot, ctx, ret);
	preempt_enable_notrace();
	return ran;
}

static int decode_attach(struct rk_link *link, const struct rk_program *prog,
	const struct rk_hook_ops **ops, const char **why)
{
	*why = "program is attached already";
	if (link->ops)
		return RK_EEXIST;
	if (rk_hook_parse(prog->manifest.section, &link->hook, why))
		return RK_EIMPORT;
	*why = "this module has no such hook";
	*ops = link->hook.id < RK_ARRAY_SIZE(classes) ? classes[link->hook.id] : NULL;
	if (!*ops)
		return RK_EHOOK;
	*why = "the program stops outputs where it fails, and none is configured";
	if (prog->manifest.fail_action == RKB_FAIL_STOP && !prog->rt->world.outputs)
		return RK_EOUTPUT;
	return RK_OK;
}

int rk_link_attach(struct rk_link *link, struct rk_program *prog, const char **why)
{
	const struct rk_hook_ops *ops;
	int err = decode_attach(link, prog, &ops, why);

	if (err)
		return err;
	atomic64_set(&link->nmi, 0);
	atomic64_set(&link->missed, 0);
	*why = "program has no code";
	err = rk_slot_attach(&link->slot, prog);
	if (err)
		return err;
	err = ops->attach(link, why);
	if (err) {
		rk_slot_detach(&link->slot);
		synchronize_rcu();
		return err;
	}
	link->ops = ops;
	return RK_OK;
}

void rk_link_detach(struct rk_link *link)
{
	if (!link->ops)
		return;
	link->ops->detach(link);
	rk_slot_detach(&link->slot);
	synchronize_rcu(); /* events that loaded the slot before have returned */
	link->ops = NULL;
}
