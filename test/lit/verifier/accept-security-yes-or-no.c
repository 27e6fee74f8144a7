// REQUIRES: kernel-btf
// RUN: %clang-bpf -c %s -o %t.o
// RUN: %rkverify --target-btf /sys/kernel/btf/vmlinux %t.o | FileCheck %s
// Some security hooks ask a question: their answer is no error.
// CHECK: accepted
#include <rk/rk.bpf.h>

SEC("lsm/inode_xattr_skipcap")
int prog(__u64 *ctx)
{
	return 1;
}

RK_LICENSE("GPL");
