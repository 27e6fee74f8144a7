// REQUIRES: kernel-btf
// RUN: %clang-bpf -c %s -o %t.o
// RUN: %rkverify --target-btf /sys/kernel/btf/vmlinux %t.o | FileCheck %s
// An element that is used again while its lock is held has none any more.
// CHECK: accepted
#include <rk/rk.bpf.h>

struct value {
	__u64 number;
	struct bpf_spin_lock lock;
};

struct {
	__uint(type, BPF_MAP_TYPE_HASH);
	__uint(max_entries, 4);
	__type(key, __u64);
	__type(value, struct value);
} shared SEC(".maps");

SEC("tp_btf/sched_switch")
int prog(__u64 *ctx)
{
	__u64 key = 8;
	struct value *v = bpf_map_lookup_elem(&shared, &key);

	if (!v)
		return 0;
	bpf_spin_lock(&v->lock);
	v->number++;
	bpf_spin_unlock(&v->lock);
	return 0;
}

RK_LICENSE("GPL");
