/* SPDX-License-Identifier: MIT */
/*
 * A stimulus for tracepoints: echo N > /sys/module/tracestim/parameters/fire makes N events, in
 * this task, of tracestim_event (this module's) and of suspend_resume (the kernel's, and free for
 * modules to use) with a negative int whose upper half is not its sign, and with a bool.
 */
#include <linux/module.h>
#include <linux/version.h>
#include <trace/events/power.h>

#if LINUX_VERSION_CODE < KERNEL_VERSION(6, 10, 0)
#define ASSIGN_TEXT(field) __assign_str(field, field)
#else
#define ASSIGN_TEXT(field) __assign_str(field)
#endif
#define CREATE_TRACE_POINTS
#include "tracestim.h"

static int fire(const char *text, const struct kernel_param *param)
{
	unsigned int n;
	int err = kstrtouint(text, 0, &n);

	for (unsigned int i = 0; !err && i < n; i++) {
		trace_suspend_resume("tracestim", -22 - (int)(i & 1), i & 1);
		trace_tracestim_event(i, -(int)i, "stimulus");
	}
	return err;
}

static const struct kernel_param_ops ops = {.set = fire};
module_param_cb(fire, &ops, NULL, 0200);
MODULE_LICENSE("Dual MIT/GPL");
MODULE_DESCRIPTION("Tracepoint stimulus of the tests of rkBPF");
