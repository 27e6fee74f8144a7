// Nothing in the IR gives LLVM a licence for undefined behaviour or repeats a fact as an assumption.
// RUN: %clang-bpf -c %s -o %t.o && %rkaot dump --ir --O0 %t.o 2>&1 | %FileCheck %s
// RUN: %rkaot dump --ir --O0 %t.o 2>&1 | %FileCheck --check-prefix=HAS %s
#include <rk/rk.bpf.h>

struct {
	__uint(type, BPF_MAP_TYPE_ARRAY);
	__type(key, __u32);
	__type(value, __u64[8]);
	__uint(max_entries, 4);
} m SEC(".maps");

SEC("timer/1ms")
int sum(struct timer_event *e)
{
	__u32 key = e->sequence & 3;
	__u64 *v = bpf_map_lookup_elem(&m, &key), s = 0;

	if (!v)
		return 0;
	for (int i = 0; i < 8; i++)
		s += v[i] * e->period;
	if (e->missed < 8)
		v[e->missed] = s;
	return s != 0;
}
// CHECK-NOT: {{ (nsw|nuw|inbounds|exact|nneg|disjoint) }}
// CHECK-NOT: llvm.assume
// CHECK-NOT: !range
// CHECK-NOT: mustprogress
// CHECK-NOT: willreturn {{.*}}rk_entry
// CHECK-NOT: undef
// HAS: define {{.*}}i64 @rk_entry
// HAS: attributes #0 = {
// HAS-SAME: noredzone
// HAS-SAME: nounwind
// HAS-SAME: "disable-tail-calls"="true"
// HAS-SAME: "frame-pointer"="all"
// HAS-SAME: "no-builtins"
// HAS-SAME: "no-jump-tables"="true"
RK_LICENSE("GPL");
