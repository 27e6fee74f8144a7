// REQUIRES: kernel-btf
// RUN: %clang-bpf -c %s -o %t.o
// RUN: not %rkverify --target-btf /sys/kernel/btf/vmlinux %t.o 2>&1 | FileCheck %s
// At the return of a function there is nothing to override.
// CHECK: error: bpf_override_return has no meaning in 'KRETPROBE' programs
#include <rk/rk.bpf.h>

SEC("kretprobe/do_nanosleep")
int prog(__u64 *ctx)
{
	bpf_override_return(ctx, -1);
	return 0;
}

RK_LICENSE("GPL");
