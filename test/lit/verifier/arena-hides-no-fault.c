// RUN: %clang-bpf -c %s -o %t.o
// RUN: not %rkverify --arena 512 %t.o | FileCheck %s
// A program that is wrong is wrong in any arena: the fault is reported, not the size.
// CHECK: [RKV0022]
// CHECK-NOT: [RKV0063]
#include <rk/rk.bpf.h>

struct {
	__uint(type, BPF_MAP_TYPE_HASH);
	__uint(max_entries, 16);
	__type(key, u32);
	__type(value, u64);
} counts SEC(".maps");

SEC("timer/10ms")
int prog(void *ctx)
{
	u32 key = bpf_get_smp_processor_id();
	u64 *n = bpf_map_lookup_elem(&counts, &key);

	*n += 1;
	return 0;
}

RK_LICENSE("MIT");
