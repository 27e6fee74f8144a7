// REQUIRES: kernel-btf
// RUN: %clang-bpf -c %s -o %t.o
// RUN: not %rkverify --target-btf /sys/kernel/btf/vmlinux %t.o 2>&1 | FileCheck %s
// A security hook without a result takes any.
// CHECK: error: the program returns a value in [5, 5]; 'LSM' takes [-4095, 0] [RKV0048]
#include <rk/rk.bpf.h>

SEC("lsm/file_open")
int prog(__u64 *ctx)
{
	return 5;
}

RK_LICENSE("GPL");
