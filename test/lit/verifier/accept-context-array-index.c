// RUN: %clang-bpf -c %s -o %t.o
// RUN: %rkverify %t.o | FileCheck %s
// An index into a context array needs its bound.
// CHECK: accepted
#include <rk/rk.bpf.h>

SEC("can/can0")
int prog(struct can_event *ctx)
{
	__u32 i = *(volatile __u32 *)&ctx->len;

	if (i >= 64)
		return 0;
	return ctx->data[i];
}

RK_LICENSE("MIT");
