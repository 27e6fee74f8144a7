// REQUIRES: kernel-btf
// RUN: %clang-bpf -c %s -o %t.o
// RUN: %rkverify --target-btf /sys/kernel/btf/vmlinux %t.o | FileCheck %s
// A kprobe may let its function return at once.
// CHECK: accepted
#include <rk/rk.bpf.h>

SEC("kprobe/do_nanosleep")
int prog(__u64 *ctx)
{
	bpf_override_return(ctx, -1);
	return 0;
}

RK_LICENSE("GPL");
