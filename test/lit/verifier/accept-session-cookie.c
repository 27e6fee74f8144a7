// REQUIRES: kernel-btf
// RUN: %clang-bpf -c %s -o %t.o
// RUN: %rkverify --target-btf /sys/kernel/btf/vmlinux %t.o | FileCheck %s
// This one does.
// CHECK: prog (kprobe.session/do_nanosleep): accepted
#include <rk/rk.bpf.h>

long *bpf_session_cookie(void) __ksym;

SEC("kprobe.session/do_nanosleep")
int prog(void *ctx)
{
	long *cookie = bpf_session_cookie();

	*cookie = 1;
	return 0;
}

RK_LICENSE("GPL");
