// RUN: %clang-bpf -c %s -o %t.o
// RUN: not %rkverify %t.o 2>&1 | FileCheck %s
// A number is no address.
// CHECK: error: {{.*}}used as an address{{.*}}[RKV0023]
#include <rk/rk.bpf.h>

SEC("timer/10ms")
int prog(struct timer_event *ctx)
{
	return *(volatile int *)bpf_ktime_get_ns();
}

RK_LICENSE("MIT");
