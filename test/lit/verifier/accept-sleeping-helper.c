// RUN: %clang-bpf -c %s -o %t.o
// RUN: %rkverify %t.o | FileCheck %s
// Atomic hooks call nothing that sleeps.
// CHECK: accepted
#include <rk/rk.bpf.h>

SEC("fentry.s/__x64_sys_nanosleep")
int prog(void *ctx)
{
	char b[8];

	return bpf_copy_from_user(b, 8, (void *)0) == 0;
}

RK_LICENSE("MIT");
