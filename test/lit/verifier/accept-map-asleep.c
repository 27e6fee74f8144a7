// REQUIRES: kernel-btf
// RUN: %clang-bpf -c %s -o %t.o
// RUN: %rkverify --target-btf /sys/kernel/btf/vmlinux %t.o | FileCheck %s
// A program that may sleep uses maps whose elements last until it ends.
// CHECK: accepted
#include <rk/rk.bpf.h>

struct route {
	__u32 bits, address;
};

struct {
	__uint(type, BPF_MAP_TYPE_LPM_TRIE);
	__uint(map_flags, BPF_F_NO_PREALLOC);
	__uint(max_entries, 64);
	__type(key, struct route);
	__type(value, __u64);
} routes SEC(".maps");

SEC("iter/task")
int prog(void *ctx)
{
	struct route r = {32, 1};
	__u64 *to = bpf_map_lookup_elem(&routes, &r);

	return to && *to == 7;
}

RK_LICENSE("GPL");
