// RUN: %clang-bpf -c %s -o %t.o
// RUN: %rkverify %t.o | FileCheck %s
// Tail calls are not supported.
// CHECK: accepted
#include <rk/rk.bpf.h>

struct {
	__uint(type, BPF_MAP_TYPE_PROG_ARRAY);
	__uint(max_entries, 4);
	__type(key, __u32);
	__type(value, __u32);
} next SEC(".maps");

static __noinline int other(void)
{
	return bpf_get_prandom_u32();
}

SEC("timer/10ms")
int prog(struct timer_event *ctx)
{
	return other();
}

RK_LICENSE("MIT");
