// RUN: %clang-bpf -c %s -o %t.o
// RUN: not %rkverify %t.o 2>&1 | FileCheck %s
// The size argument must fit the memory.
// CHECK: error: {{.*}}the helper may write{{.*}}[RKV0041]
#include <rk/rk.bpf.h>

SEC("timer/10ms")
int prog(struct timer_event *ctx)
{
	char name[16];

	bpf_get_current_comm(name, 17);
	return name[0];
}

RK_LICENSE("MIT");
