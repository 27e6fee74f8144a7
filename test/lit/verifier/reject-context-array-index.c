// RUN: %clang-bpf -c %s -o %t.o
// RUN: not %rkverify %t.o 2>&1 | FileCheck %s
// An index into a context array needs its bound.
// CHECK: error: {{.*}}fits no field of 'can_event'{{.*}}[RKV0029]
#include <rk/rk.bpf.h>

SEC("can/can0")
int prog(struct can_event *ctx)
{
	__u32 i = *(volatile __u32 *)&ctx->len;

	if (i >= 65)
		return 0;
	return ctx->data[i];
}

RK_LICENSE("MIT");
