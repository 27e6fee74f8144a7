// RUN: %clang-bpf -c %s -o %t.o
// RUN: not %rkverify %t.o 2>&1 | FileCheck %s
// A helper may not write .rodata either.
// CHECK: error: {{.*}}which is read-only{{.*}}[RKV0028]
#include <rk/rk.bpf.h>

static const volatile char name[16] = "x";

SEC("timer/10ms")
int prog(struct timer_event *ctx)
{
	bpf_get_current_comm((void *)name, sizeof(name));
	return 0;
}

RK_LICENSE("MIT");
