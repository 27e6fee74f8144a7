// RUN: %clang-bpf -c %s -o %t.o
// RUN: %rkverify --explain-accept %t.o | FileCheck %s
// A timer's function sets its own timer again: it runs later, on its own, so this is no recursion.
// CHECK: accepted
// CHECK: worst case: 195 instructions
#include <rk/rk.bpf.h>
#include "Inputs/timer.h"

static int tick(void *map, __u32 *key, struct value *v)
{
	(&v->count)[0] += *key;
	bpf_timer_set_callback(&v->timer, tick);
	bpf_timer_start(&v->timer, 1000, 0);
	return 0;
}

#include "Inputs/tick.h"

RK_LICENSE("GPL");
