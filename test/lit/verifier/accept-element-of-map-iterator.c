// REQUIRES: kernel-btf
// RUN: %clang-bpf -c %s -o %t.o
// RUN: %rkverify --target-btf /sys/kernel/btf/vmlinux %t.o | FileCheck %s
// Of the element that an iterator is at, the value may be written, not the key.
// CHECK: accepted
#include <rk/rk.bpf.h>

SEC("iter/bpf_map_elem")
int prog(__u64 *ctx)
{
	__u32 *key = (void *)ctx[2], *value = (void *)ctx[3];

	if (!key || !value)
		return 0;
	*value += *key;
	return 0;
}

RK_LICENSE("GPL");
