// RUN: %clang-bpf -c %s -o %t.o
// RUN: %rkverify %t.o | FileCheck %s
// Nothing is called while a lock is held.
// CHECK: accepted
#include <rk/rk.bpf.h>

struct value {
	struct bpf_spin_lock lock;
	__u32 spare;
	__u64 count;
};

struct {
	__uint(type, BPF_MAP_TYPE_HASH);
	__uint(max_entries, 4);
	__type(key, __u32);
	__type(value, struct value);
} table SEC(".maps");

SEC("tp_btf/sched_switch")
int prog(__u64 *ctx)
{
	__u32 key = 0;
	struct value *v = bpf_map_lookup_elem(&table, &key);
	__u64 now;

	if (!v)
		return 0;
	now = bpf_ktime_get_ns();
	bpf_spin_lock(&v->lock);
	v->count = now;
	bpf_spin_unlock(&v->lock);
	return 0;
}

RK_LICENSE("GPL");
