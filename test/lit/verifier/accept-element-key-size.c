// RUN: %clang-bpf -c %s -o %t.o
// RUN: %rkverify %t.o | FileCheck %s
// Of a key its bytes can be read.
// CHECK: accepted
#include <rk/rk.bpf.h>
#include "Inputs/element.h"

static long each(void *m, const __u32 *key, struct element *v, void *arg)
{
	v->count += ((__u16 *)key)[1];
	return 0;
}

#include "Inputs/each.h"

RK_LICENSE("GPL");
