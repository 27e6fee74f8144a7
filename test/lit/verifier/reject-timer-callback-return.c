// RUN: %clang-bpf -c %s -o %t.o
// RUN: not %rkverify %t.o 2>&1 | FileCheck %s
// A timer's function returns 0.
// CHECK: error: a callback returns 0 here [RKV0048]
#include <rk/rk.bpf.h>
#include "Inputs/timer.h"

static int tick(void *map, __u32 *key, struct value *v)
{
	v->count += *key;
	bpf_timer_start(&v->timer, 1000, 0);
	return 1;
}

#include "Inputs/tick.h"

RK_LICENSE("GPL");
