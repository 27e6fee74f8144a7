// RUN: %clang-bpf -c %s -o %t.o
// RUN: %rkverify %t.o | FileCheck %s
// An element's key is read within its size.
// CHECK: accepted
#include <rk/rk.bpf.h>
#include "Inputs/element.h"

static long each(void *m, const __u32 *key, struct element *v, void *arg)
{
	v->count += *key;
	return 0;
}

#include "Inputs/each.h"

RK_LICENSE("GPL");
