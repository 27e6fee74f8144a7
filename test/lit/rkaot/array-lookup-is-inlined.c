// A look-up in an array is a bound check and an address; the key is read once.
// RUN: %clang-bpf -c %s -o %t.o && %rkaot dump --ir %t.o 2>&1 | %FileCheck %s
#include <rk/rk.bpf.h>

struct {
	__uint(type, BPF_MAP_TYPE_ARRAY);
	__type(key, __u32);
	__type(value, __u64);
	__uint(max_entries, 100);
} m SEC(".maps");

SEC("timer/1ms")
int count(struct timer_event *e)
{
	__u32 key = e->sequence;
	__u64 *v = bpf_map_lookup_elem(&m, &key);

	if (v)
		__sync_fetch_and_add(v, 1);
	return 0;
}
// CHECK: define {{.*}}i64 @rk_entry
// CHECK-NOT: call
// CHECK: icmp ugt i32 %{{[0-9]+}}, 99
// CHECK-NOT: call
// CHECK: atomicrmw add ptr {{.*}} align 8
// CHECK-NOT: declare
RK_LICENSE("GPL");
