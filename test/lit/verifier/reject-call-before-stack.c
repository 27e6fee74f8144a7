// RUN: %clang-bpf -c %s -o %t.o
// RUN: not %rkverify %t.o 2>&1 | FileCheck %s
// A function that uses no stack returns; the stack it never wrote is not there for a helper.
// CHECK: error: {{.*}}stack bytes that were never written{{.*}}[RKV
#include <rk/rk.bpf.h>

struct {
	__uint(type, BPF_MAP_TYPE_ARRAY);
	__type(key, __u32);
	__type(value, __u64);
	__uint(max_entries, 4);
} map SEC(".maps");

static __attribute__((noinline)) __u64 add(volatile struct timer_event *ctx, __u64 x)
{
	return ctx->actual + x;
}

SEC("timer/10ms")
int prog(struct timer_event *ctx)
{
	__u32 key;

	if (add(ctx, 3) > 7)
		return 0;
	return bpf_map_lookup_elem(&map, &key) != 0;
}

RK_LICENSE("MIT");
