// RUN: %clang-bpf -c %s -o %t.o
// RUN: %rkverify %t.o | FileCheck %s
// A timer's function is judged like the program.
// CHECK: accepted
#include <rk/rk.bpf.h>
#include "Inputs/timer.h"

static int tick(void *map, __u32 *key, struct value *v)
{
	(&v->count)[0] = *key;
	bpf_timer_start(&v->timer, 1000, 0);
	return 0;
}

#include "Inputs/tick.h"

RK_LICENSE("GPL");
