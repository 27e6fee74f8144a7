// RUN: %clang-bpf -c %s -o %t.o
// RUN: %rkverify %t.o | FileCheck %s
// A program may sleep only where its section says so: a hook that is not atomic is not enough.
// CHECK: accepted
#include <rk/rk.bpf.h>

SEC("uprobe.s//bin/true:main")
int prog(void *ctx)
{
	char b[8];

	return bpf_copy_from_user(b, 8, (void *)0) == 0;
}

RK_LICENSE("GPL");
