// RUN: %clang-bpf -c %s -o %t.o
// RUN: %rkverify %t.o | FileCheck %s
// ksyscall and kretsyscall programs are given registers, which they may only read.
// CHECK: accepted
#include <rk/rk.bpf.h>

SEC("ksyscall/openat")
int entry(unsigned long *ctx)
{
	return ctx[5] != 0;
}

SEC("kretsyscall/openat")
int leave(unsigned long *ctx)
{
	return ctx[10] == 0;
}

RK_LICENSE("GPL");
