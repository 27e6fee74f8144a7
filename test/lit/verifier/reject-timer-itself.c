// RUN: %clang-bpf -c %s -o %t.o
// RUN: not %rkverify %t.o 2>&1 | FileCheck %s
// A timer's function sets its own timer again: it runs later, on its own, and is judged like any.
// CHECK: error: read of 8 bytes at offset 24 may leave its object{{.*}}[RKV0020]
#include <rk/rk.bpf.h>
#include "Inputs/timer.h"

static int tick(void *map, __u32 *key, struct value *v)
{
	(&v->count)[1] += *key;
	bpf_timer_set_callback(&v->timer, tick);
	bpf_timer_start(&v->timer, 1000, 0);
	return 0;
}

#include "Inputs/tick.h"

RK_LICENSE("GPL");
