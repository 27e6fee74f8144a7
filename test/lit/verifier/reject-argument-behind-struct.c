// REQUIRES: kernel-btf
// RUN: %clang-bpf -c %s -o %t.o
// RUN: not %rkverify --target-btf /sys/kernel/btf/vmlinux %t.o 2>&1 | FileCheck %s
// What follows an argument of two words is in the third: the second word is half of it.
// CHECK: error: r1 is a number, used as an address [RKV0023]
#include <rk/rk.bpf.h>

/* timestamp_truncate(struct timespec64 t, struct inode *inode) */
SEC("fentry/timestamp_truncate")
int prog(__u64 *ctx)
{
	return *(__u32 *)ctx[1];
}

RK_LICENSE("GPL");
