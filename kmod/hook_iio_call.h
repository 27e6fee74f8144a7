/* SPDX-License-Identifier: MIT */
/* A call of iio_push_to_buffers(), seen at its first instruction with all registers. */
#ifndef RK_KMOD_HOOK_IIO_CALL_H
#define RK_KMOD_HOOK_IIO_CALL_H

#include <linux/ptrace.h>

#include "compat.h"
#include "hook_iio.h"

/* true: it goes on in a function that only returns. */
static __always_inline bool rk_iio_call(struct pt_regs *regs)
{
	if (rk_iio_push((void *)regs_get_kernel_argument(regs, 0),
		    (void *)regs_get_kernel_argument(regs, 1)))
		return false;
	instruction_pointer_set(regs, (unsigned long)rk_iio_skipped);
	return true;
}

#endif
