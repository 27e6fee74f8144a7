// RUN: %clang-bpf -c %s -o %t.o
// RUN: %rkverify %t.o | FileCheck %s
// The size argument must fit the memory.
// CHECK: accepted
#include <rk/rk.bpf.h>

SEC("timer/10ms")
int prog(struct timer_event *ctx)
{
	char name[16];

	bpf_get_current_comm(name, 16);
	return name[0];
}

RK_LICENSE("MIT");
