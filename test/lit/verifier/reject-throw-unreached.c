// REQUIRES: kernel-btf
// RUN: %clang-bpf -c %s -o %t.o
// RUN: not %rkverify --target-btf /sys/kernel/btf/vmlinux %t.o 2>&1 | FileCheck %s
// What follows bpf_throw does not run.
// CHECK: error: read of 4 bytes at offset [0, 8] may leave its object{{.*}}[RKV0020]
#include <rk/rk.bpf.h>
#include "Inputs/throw.h"

__u32 sizes[2];

SEC("tc")
int prog(struct __sk_buff *ctx)
{
	__u64 i = ctx->len;

	if (i > 2)
		bpf_throw(0);
	return *(volatile __u32 *)&sizes[i];
}

RK_LICENSE("GPL");
