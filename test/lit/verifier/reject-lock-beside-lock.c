// REQUIRES: kernel-btf
// RUN: %clang-bpf -c %s -o %t.o
// RUN: not %rkverify --target-btf /sys/kernel/btf/vmlinux %t.o 2>&1 | FileCheck %s
// A value has one lock: of two, either could be released for the other.
// CHECK: error: 'values' has more than one lock [RKV0070]
#include <rk/rk.bpf.h>

struct value {
	struct bpf_spin_lock lock;
	struct bpf_spin_lock other;
};

struct {
	__uint(type, BPF_MAP_TYPE_HASH);
	__uint(max_entries, 4);
	__type(key, int);
	__type(value, struct value);
} values SEC(".maps");

SEC("tp_btf/sys_enter")
int prog(void *ctx)
{
	int key = 0;
	struct value *value = bpf_map_lookup_elem(&values, &key);

	if (!value)
		return 0;
	bpf_spin_lock(&value->lock);
	bpf_spin_unlock(&value->other);
	return 0;
}

RK_LICENSE("GPL");
