// REQUIRES: kernel-btf
// RUN: %clang-bpf -c %s -o %t.o
// RUN: %rkverify --target-btf /sys/kernel/btf/vmlinux %t.o | FileCheck %s
// An iterator has no element in its last call.
// CHECK: accepted
#include <rk/rk.bpf.h>

SEC("iter/bpf_map_elem")
int prog(__u64 *ctx)
{
	__u32 *value = (void *)ctx[3];

	if (!value)
		return 0;
	*value = 0;
	return 0;
}

RK_LICENSE("GPL");
