/* SPDX-License-Identifier: MIT */
/*
 * Dropping by ftrace: the call of iio_push_to_buffers() is sent to a function that does nothing.
 * For all devices and all consumers of their scans at once; whose scan it is, is compared first.
 * The kernel lets one owner change where a function goes on.
 */
#include <linux/ftrace.h>

#include "hook_iio.h"
#include "hook_iio_call.h"

/* Calls of this one function cannot nest on a path of ours, so no guard against recursion. */
#ifdef RK_FTRACE_REGS
static void notrace pushed(
	unsigned long ip, unsigned long parent, struct ftrace_ops *ops, struct ftrace_regs *fregs)
{
	rk_iio_call(ftrace_get_regs(fregs));
}

enum { FLAGS = FTRACE_OPS_FL_SAVE_REGS | FTRACE_OPS_FL_IPMODIFY | FTRACE_OPS_FL_RECURSION };
#else
static void notrace pushed(
	unsigned long ip, unsigned long parent, struct ftrace_ops *ops, struct ftrace_regs *fregs)
{
	if (!rk_iio_push((void *)ftrace_regs_get_argument(fregs, 0),
		    (void *)ftrace_regs_get_argument(fregs, 1)))
		ftrace_regs_set_instruction_pointer(fregs, (unsigned long)rk_iio_skipped);
}

enum { FLAGS = FTRACE_OPS_FL_IPMODIFY | FTRACE_OPS_FL_RECURSION };
#endif

static struct ftrace_ops ops;
static u32 users;

static int open(struct rk_iio_source *s, const char **why)
{
	int err;

	if (users++)
		return RK_OK;
	ops = (struct ftrace_ops){
		.func = pushed, .flags = FLAGS}; /* a freed filter leaves traces */
	err = ftrace_set_filter_ip(&ops, (unsigned long)iio_push_to_buffers, 0, 0);
	if (!err)
		err = register_ftrace_function(&ops);
	if (!err)
		return RK_OK;
	ftrace_free_filter(&ops);
	users -= 1;
	*why = err == -EBUSY ? "a live patch or kprobe changes iio_push_to_buffers already: load "
			       "rkbpf_iio with iio_way=store_to"
			     : "ftrace refused iio_push_to_buffers: load rkbpf_iio with "
			       "iio_way=store_to";
	return err == -EBUSY ? RK_EBUSY : RK_EHOOK;
}

static bool close(struct rk_iio_source *s)
{
	if (!--users) {
		unregister_ftrace_function(&ops); /* waits for calls in it */
		ftrace_free_filter(&ops);
	}
	return true;
}

const struct rk_iio_way rk_iio_ftrace = {
	.name = "ftrace",
	.calls = true,
	.open = open,
	.close = close,
	.abandon = close,
};
