// RUN: %clang-bpf -c %s -o %t.o
// RUN: not %rkverify %t.o 2>&1 | FileCheck %s
// A function that is called back now may name itself for later, not for now.
// CHECK: error: function 'tick' may call itself [RKV
#include <rk/rk.bpf.h>
#include "Inputs/timer.h"

static int tick(void *map, __u32 *key, struct value *v)
{
	bpf_loop(3, tick, 0, 0);
	bpf_timer_set_callback(&v->timer, tick);
	return 0;
}

#include "Inputs/tick.h"

RK_LICENSE("GPL");
