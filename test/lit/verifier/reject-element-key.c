// RUN: %clang-bpf -c %s -o %t.o
// RUN: not %rkverify %t.o 2>&1 | FileCheck %s
// A key belongs to its map: a callback may not write to it.
// CHECK: error: write to the key of an element{{.*}}[RKV0028]
#include <rk/rk.bpf.h>
#include "Inputs/element.h"

static long each(void *m, __u32 *key, struct element *v, void *arg)
{
	*key = 7;
	return v->count > 9;
}

#include "Inputs/each.h"

RK_LICENSE("GPL");
