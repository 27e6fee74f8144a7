// REQUIRES: kernel-btf
// RUN: %clang-bpf -c %s -o %t.o
// RUN: not %rkverify --target-btf /sys/kernel/btf/vmlinux %t.o 2>&1 | FileCheck %s
// An untyped kernel symbol is a number.
// CHECK: error: {{.*}}is a number, used as an address [RKV0023]
#include <rk/rk.bpf.h>

extern const void schedule __ksym;
__u64 found;

SEC("kprobe/do_nanosleep")
int prog(__u64 *ctx)
{
	found = *(volatile __u64 *)&schedule;
	return 0;
}

RK_LICENSE("GPL");
