// RUN: %clang-bpf -c %s -o %t.o
// RUN: not %rkverify %t.o 2>&1 | FileCheck %s
// A callback of bpf_for_each_map_elem returns 0 or 1.
// CHECK: error: a callback returns 0 or 1
#include <rk/rk.bpf.h>
#include "Inputs/element.h"

static long each(void *m, const __u32 *key, struct element *v, void *arg)
{
	return v->count;
}

#include "Inputs/each.h"

RK_LICENSE("GPL");
