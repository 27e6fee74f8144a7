// REQUIRES: kernel-btf
// RUN: %clang-bpf -c %s -o %t.o
// RUN: not %rkverify --target-btf /sys/kernel/btf/vmlinux %t.o 2>&1 | FileCheck %s
// Of the element that an iterator is at, the value may be written, not the key.
// CHECK: error: write through {{.*}}that may only be read [RKV0028]
#include <rk/rk.bpf.h>

SEC("iter/bpf_map_elem")
int prog(__u64 *ctx)
{
	__u32 *key = (void *)ctx[2], *value = (void *)ctx[3];

	if (!key || !value)
		return 0;
	*key += *value;
	return 0;
}

RK_LICENSE("GPL");
