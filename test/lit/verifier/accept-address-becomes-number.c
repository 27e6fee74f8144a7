// RUN: %clang-bpf -c %s -o %t.o
// RUN: %rkverify %t.o | FileCheck %s
// An address may become a number at Linux's hooks, where programs are privileged, not at ours.
// CHECK: accepted
#include <rk/rk.bpf.h>

__u64 where;

SEC("kprobe/do_nanosleep")
int prog(void *ctx)
{
	where = (__u64)&where;
	return 0;
}

RK_LICENSE("GPL");
