// RUN: %clang-bpf -c %s -o %t.o
// RUN: not %rkverify %t.o 2>&1 | FileCheck %s
// Two functions of timers name one another, and hold what they give back before they end.
// CHECK: error: the program ends while a record is still reserved [RKV0046]
#include <rk/rk.bpf.h>
#include "Inputs/timer.h"
#include "Inputs/turns.h"

static int tick(void *map, __u32 *key, struct value *v)
{
	bpf_ringbuf_reserve(&out, 8, 0);
	bpf_timer_set_callback(&v->timer, tock);
	return 0;
}

#include "Inputs/tick.h"

RK_LICENSE("GPL");
