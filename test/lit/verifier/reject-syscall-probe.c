// RUN: %clang-bpf -c %s -o %t.o
// RUN: not %rkverify %t.o 2>&1 | FileCheck %s
// ksyscall and kretsyscall programs are given registers, which they may only read.
// CHECK: error: {{.*}}read-only{{.*}}
#include <rk/rk.bpf.h>

SEC("ksyscall/openat")
int entry(unsigned long *ctx)
{
	return ctx[5] != 0;
}

SEC("kretsyscall/openat")
int leave(unsigned long *ctx)
{
	ctx[10] = 0;
	return 0;
}

RK_LICENSE("GPL");
