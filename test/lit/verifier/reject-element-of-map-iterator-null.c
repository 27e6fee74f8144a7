// REQUIRES: kernel-btf
// RUN: %clang-bpf -c %s -o %t.o
// RUN: not %rkverify --target-btf /sys/kernel/btf/vmlinux %t.o 2>&1 | FileCheck %s
// An iterator has no element in its last call.
// CHECK: error: {{.*}}or null, and is used without a test [RKV0022]
#include <rk/rk.bpf.h>

SEC("iter/bpf_map_elem")
int prog(__u64 *ctx)
{
	__u32 *value = (void *)ctx[3];

	*value = 0;
	return 0;
}

RK_LICENSE("GPL");
