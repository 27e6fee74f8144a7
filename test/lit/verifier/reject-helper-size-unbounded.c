// RUN: %clang-bpf -c %s -o %t.o
// RUN: not %rkverify %t.o 2>&1 | FileCheck %s
// A size that is only bounded above may be zero, or negative.
// CHECK: error: {{.*}}size argument 2{{.*}}[RKV0041]
#include <rk/rk.bpf.h>

SEC("timer/10ms")
int prog(struct timer_event *ctx)
{
	char name[16];
	volatile __s64 any = bpf_ktime_get_ns();
	__s64 n = any;

	if (n > 16)
		return 0;
	return bpf_get_current_comm(name, n);
}

RK_LICENSE("MIT");
