// REQUIRES: kernel-btf
// RUN: %clang-bpf -c %s -o %t.o
// RUN: %rkverify --target-btf /sys/kernel/btf/vmlinux %t.o | FileCheck %s
// Some security hooks are answered with memory or a length, which no program can give.
// CHECK: accepted
#include <rk/rk.bpf.h>

SEC("lsm/inode_getattr")
int prog(__u64 *ctx)
{
	return -1;
}

RK_LICENSE("GPL");
