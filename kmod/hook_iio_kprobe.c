/* SPDX-License-Identifier: MIT */
/*
 * Dropping by a kprobe at the first instruction of iio_push_to_buffers(). An optimised probe would
 * ignore where the handler sends the call; one with a post handler is never optimised. On x86 it
 * has to be an ftrace entry: a breakpoint is an NMI there, where programs do not run.
 */
#include <linux/kprobes.h>

#include "hook_iio_call.h"

static struct kprobe probe;
static u32 users;

/*
 * On x86 the kernel patches the entry by way of a breakpoint. One that is taken late finds this
 * probe by its address, and would then single-step the copy of an instruction that a probe by
 * ftrace does not have. Programs do not run there: the call goes on behind the entry, and the scan
 * is forwarded.
 */
static int pushed(struct kprobe *p, struct pt_regs *regs)
{
	enum { ENTRY = 5 }; /* bytes of the call, or nop, at an ftrace entry */

	if (!IS_ENABLED(CONFIG_X86) || !in_nmi())
		return rk_iio_call(regs);
	instruction_pointer_set(regs, (unsigned long)p->addr + ENTRY);
	return 1;
}

static void after(struct kprobe *p, struct pt_regs *regs, unsigned long flags)
{
}

static int arm(const char **why)
{
	int err;

	probe = (struct kprobe){
		.symbol_name = "iio_push_to_buffers",
		.pre_handler = pushed,
		.post_handler = after,
	};
	err = register_kprobe(&probe);
	*why = err == -EBUSY ? "a live patch or ftrace changes iio_push_to_buffers already"
			     : "the kernel refused a kprobe at iio_push_to_buffers";
	if (err)
		return err == -EBUSY ? RK_EBUSY : RK_EHOOK;
	*why = "iio_push_to_buffers has no ftrace entry: a kprobe there cannot run programs";
	if (!IS_ENABLED(CONFIG_X86) || probe.flags & KPROBE_FLAG_FTRACE)
		return RK_OK;
	unregister_kprobe(&probe);
	return RK_EHOOK;
}

static int open(struct rk_iio_source *s, const char **why)
{
	int err = users ? RK_OK : arm(why);

	users += !err;
	return err;
}

/* Events that the kernel could not show the probe were forwarded unseen. */
static bool close(struct rk_iio_source *s)
{
	if (--users)
		return true;
	unregister_kprobe(&probe);
	if (probe.nmissed)
		pr_warn("rkbpf_iio: the kprobe missed %lu scans: forwarded\n", probe.nmissed);
	return true;
}

const struct rk_iio_way rk_iio_kprobe = {
	.name = "kprobe",
	.calls = true,
	.open = open,
	.close = close,
	.abandon = close,
};
