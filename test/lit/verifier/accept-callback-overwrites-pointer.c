// RUN: %clang-bpf -c %s -o %t.o
// RUN: %rkverify %t.o | FileCheck %s
// A callback may not change a pointer that its caller saved.
// CHECK: accepted
#include <rk/rk.bpf.h>
#include "Inputs/sum.h"

static long add(__u32 i, void *arg)
{
	struct sum *s = arg;

	s->total += i;
	return s->total > 1000;
}

#include "Inputs/add.h"

RK_LICENSE("MIT");
