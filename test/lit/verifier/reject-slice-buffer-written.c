// REQUIRES: kernel-btf
// RUN: %clang-bpf -c %s -o %t.o
// RUN: not %rkverify --target-btf /sys/kernel/btf/vmlinux %t.o 2>&1 | FileCheck %s
// What a slice was given as buffer may be what is returned, and may be written.
// CHECK: error: read of 1 bytes at offset {{.*}} may leave its object{{.*}}[RKV0020]
#include <rk/rk.bpf.h>
#include "Inputs/slice.h"

__u8 classes[8];

SEC("tc")
int prog(struct __sk_buff *skb)
{
	struct bpf_dynptr p;
	__u64 n = 1, *x;

	bpf_dynptr_from_skb(skb, 0, &p);
	x = bpf_dynptr_slice_rdwr(&p, 0, &n, sizeof(n));
	if (!x)
		return 0;
	*x += 5;
	return classes[n];
}

RK_LICENSE("GPL");
