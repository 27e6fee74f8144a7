// RUN: %clang-bpf -c %s -o %t.o
// RUN: %rkverify %t.o | FileCheck %s
// .rodata is never written.
// CHECK: accepted
#include <rk/rk.bpf.h>

static const volatile int limit = 3;

SEC("timer/10ms")
int prog(struct timer_event *ctx)
{
	return limit;
}

RK_LICENSE("MIT");
