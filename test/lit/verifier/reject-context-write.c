// RUN: %clang-bpf -c %s -o %t.o
// RUN: not %rkverify %t.o 2>&1 | FileCheck %s
// Context fields are read-only unless marked.
// CHECK: error: {{.*}}which is read-only{{.*}}[RKV0028]
#include <rk/rk.bpf.h>

SEC("timer/10ms")
int prog(struct timer_event *ctx)
{
	ctx->period = 0;
	return 0;
}

RK_LICENSE("MIT");
