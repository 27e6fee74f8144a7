// RUN: %clang-bpf -c %s -o %t.o
// RUN: not %rkverify %t.o 2>&1 | FileCheck %s
// A callback may not change a pointer that its caller saved.
// CHECK: error: {{.*}}a callback may overwrite{{.*}}[RKV0033]
#include <rk/rk.bpf.h>
#include "Inputs/sum.h"

static long add(__u32 i, void *arg)
{
	struct sum *s = arg;

	s->total += i;
	s->last = 0;
	return 0;
}

#include "Inputs/add.h"

RK_LICENSE("MIT");
