// REQUIRES: kernel-btf
// RUN: %clang-bpf -c %s -o %t.o
// RUN: %rkverify --target-btf /sys/kernel/btf/vmlinux %t.o | FileCheck %s
// A security hook without a result takes any.
// CHECK: accepted
#include <rk/rk.bpf.h>

SEC("lsm/task_free")
int prog(__u64 *ctx)
{
	return 5;
}

RK_LICENSE("GPL");
