// RUN: %clang-bpf -c %s -o %t.o
// RUN: %rkverify %t.o | FileCheck %s
// Two functions of timers name one another, and hold what they give back before they end.
// CHECK: accepted
#include <rk/rk.bpf.h>
#include "Inputs/timer.h"
#include "Inputs/turns.h"

static int tick(void *map, __u32 *key, struct value *v)
{
	__u64 *at = bpf_ringbuf_reserve(&out, 8, 0);

	bpf_timer_set_callback(&v->timer, tock);
	if (at)
		bpf_ringbuf_discard(at, 0);
	return 0;
}

#include "Inputs/tick.h"

RK_LICENSE("GPL");
