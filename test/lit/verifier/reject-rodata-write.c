// RUN: %clang-bpf -c %s -o %t.o
// RUN: not %rkverify %t.o 2>&1 | FileCheck %s
// .rodata is never written.
// CHECK: error: {{.*}}which is read-only{{.*}}[RKV0028]
#include <rk/rk.bpf.h>

static const volatile int limit = 3;

SEC("timer/10ms")
int prog(struct timer_event *ctx)
{
	*(volatile int *)&limit = 4;
	return 0;
}

RK_LICENSE("MIT");
