// RUN: %clang-bpf -c %s -o %t.o
// RUN: %rkverify %t.o | FileCheck %s
// A callback gets the key and the value of an element, the value to change.
// CHECK: accepted
#include <rk/rk.bpf.h>
#include "Inputs/element.h"

static long each(void *m, const __u32 *key, struct element *v, void *arg)
{
	v->count += *key;
	v->bytes[*key & 7] = 1;
	return v->count > 9;
}

#include "Inputs/each.h"

RK_LICENSE("GPL");
