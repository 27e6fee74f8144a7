// RUN: %clang-bpf -c %s -o %t.o
// RUN: %rkverify %t.o | FileCheck %s
// The context ends with its last field.
// CHECK: accepted
#include <rk/rk.bpf.h>

SEC("timer/10ms")
int prog(struct timer_event *ctx)
{
	return ((volatile __u64 *)ctx)[4] != 0;
}

RK_LICENSE("MIT");
