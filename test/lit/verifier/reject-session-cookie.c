// REQUIRES: kernel-btf
// RUN: %clang-bpf -c %s -o %t.o
// RUN: not %rkverify --target-btf /sys/kernel/btf/vmlinux %t.o 2>&1 | FileCheck %s
// Only a program that runs at entry and return has a cookie.
// CHECK: error: bpf_session_cookie has no meaning in 'KPROBE' programs [RKV0044]
#include <rk/rk.bpf.h>

long *bpf_session_cookie(void) __ksym;

SEC("kprobe/do_nanosleep")
int prog(void *ctx)
{
	long *cookie = bpf_session_cookie();

	*cookie = 1;
	return 0;
}

RK_LICENSE("GPL");
