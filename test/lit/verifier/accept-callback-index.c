// RUN: %clang-bpf -c %s -o %t.o
// RUN: %rkverify %t.o | FileCheck %s
// The index of a callback is below the count.
// CHECK: accepted
#include <rk/rk.bpf.h>
#include "Inputs/sum.h"

static long add(__u32 i, void *arg)
{
	struct sum *s = arg;

	volatile __u8 a[104] = {};

	s->total += a[i];
	return 0;
}

#include "Inputs/add.h"

RK_LICENSE("MIT");
