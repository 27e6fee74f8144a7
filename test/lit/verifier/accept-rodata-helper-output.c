// RUN: %clang-bpf -c %s -o %t.o
// RUN: %rkverify %t.o | FileCheck %s
// A helper may not write .rodata either.
// CHECK: accepted
#include <rk/rk.bpf.h>

static const volatile char name[16] = "x";

SEC("timer/10ms")
int prog(struct timer_event *ctx)
{
	char own[16];

	bpf_get_current_comm(own, sizeof(own));
	return own[0] == name[0];
}

RK_LICENSE("MIT");
