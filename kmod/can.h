/* SPDX-License-Identifier: MIT */
/* The two files of rkbpf_can. */
#ifndef RK_KMOD_CAN_H
#define RK_KMOD_CAN_H

#include "kmod.h"

/* can_queue.c: bpf_can_send from any context. fini returns when no program is in it any more, and
 * what was queued has been sent. */
void rk_can_queue_init(void);
void rk_can_queue_fini(void);

#endif
