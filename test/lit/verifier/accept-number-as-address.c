// RUN: %clang-bpf -c %s -o %t.o
// RUN: %rkverify %t.o | FileCheck %s
// A number is no address.
// CHECK: accepted
#include <rk/rk.bpf.h>

SEC("timer/10ms")
int prog(struct timer_event *ctx)
{
	return (int)bpf_ktime_get_ns();
}

RK_LICENSE("MIT");
