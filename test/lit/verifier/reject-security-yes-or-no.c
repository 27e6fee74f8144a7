// REQUIRES: kernel-btf
// RUN: %clang-bpf -c %s -o %t.o
// RUN: not %rkverify --target-btf /sys/kernel/btf/vmlinux %t.o 2>&1 | FileCheck %s
// Some security hooks ask a question: their answer is no error.
// CHECK: error: the program returns a value in [-1, -1]; 'LSM' takes [0, 1] [RKV0048]
#include <rk/rk.bpf.h>

SEC("lsm/inode_xattr_skipcap")
int prog(__u64 *ctx)
{
	return -1;
}

RK_LICENSE("GPL");
