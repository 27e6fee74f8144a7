// RUN: %clang-bpf -c %s -o %t.o
// RUN: not %rkverify %t.o 2>&1 | FileCheck %s
// A callback returns 0 or 1.
// CHECK: error: {{.*}}a callback returns 0 or 1{{.*}}[RKV0048]
#include <rk/rk.bpf.h>
#include "Inputs/sum.h"

static long add(__u32 i, void *arg)
{
	struct sum *s = arg;

	s->total += i;
	return s->total;
}

#include "Inputs/add.h"

RK_LICENSE("MIT");
