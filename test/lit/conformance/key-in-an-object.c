// REQUIRES: kernel-btf
// RUN: %clang-bpf -c %s -o %t.o
// RUN: %rk-conformance --mutate 300 --target-btf /sys/kernel/btf/vmlinux %t.o | FileCheck %s
// A helper may read its key from an object of the kernel, which the world of mutants has not: the
// run ends there.
// CHECK: 0 wrong
#include <rk/rk.bpf.h>

struct {
	__uint(type, BPF_MAP_TYPE_ARRAY);
	__uint(max_entries, 4);
	__type(key, __u32);
	__type(value, __u64);
} numbers SEC(".maps");

SEC("tp_btf/sched_wakeup")
int prog(__u64 *ctx)
{
	__u64 *v = bpf_map_lookup_elem(&numbers, (void *)ctx[0]);

	return v ? *v & 1 : 0;
}

RK_LICENSE("GPL");
