// RUN: %clang-bpf -c %s -o %t.o
// RUN: %rkverify %t.o | FileCheck %s
// A callback of bpf_for_each_map_elem returns 0 or 1.
// CHECK: accepted
#include <rk/rk.bpf.h>
#include "Inputs/element.h"

static long each(void *m, const __u32 *key, struct element *v, void *arg)
{
	return v->count > 9;
}

#include "Inputs/each.h"

RK_LICENSE("GPL");
