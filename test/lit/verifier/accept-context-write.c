// RUN: %clang-bpf -c %s -o %t.o
// RUN: %rkverify %t.o | FileCheck %s
// Context fields are read-only unless marked.
// CHECK: accepted
#include <rk/rk.bpf.h>

SEC("timer/10ms")
int prog(struct timer_event *ctx)
{
	return ctx->period == 0;
}

RK_LICENSE("MIT");
