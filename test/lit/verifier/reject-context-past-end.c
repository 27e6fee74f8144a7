// RUN: %clang-bpf -c %s -o %t.o
// RUN: not %rkverify %t.o 2>&1 | FileCheck %s
// The context ends with its last field.
// CHECK: error: {{.*}}fits no field of 'timer_event'{{.*}}[RKV0029]
#include <rk/rk.bpf.h>

SEC("timer/10ms")
int prog(struct timer_event *ctx)
{
	return ((volatile __u64 *)ctx)[5] != 0;
}

RK_LICENSE("MIT");
