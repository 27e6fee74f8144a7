// RUN: %clang-bpf -c %s -o %t.o
// RUN: not %rkverify %t.o 2>&1 | FileCheck %s
// A lock in a map value is no data.
// CHECK: error: {{.*}}reaches a lock, timer or kernel pointer{{.*}}[RKV0042]
#include <rk/rk.bpf.h>

struct value {
	__u64 count;
	struct bpf_spin_lock lock;
};

struct {
	__uint(type, BPF_MAP_TYPE_ARRAY);
	__uint(max_entries, 4);
	__type(key, __u32);
	__type(value, struct value);
} table SEC(".maps");

SEC("timer/10ms")
int prog(void *ctx)
{
	__u32 key = 0;
	struct value *v = bpf_map_lookup_elem(&table, &key);

	if (!v)
		return 0;
	*(volatile __u32 *)&v->lock = 1;
	return 0;
}

RK_LICENSE("GPL");
