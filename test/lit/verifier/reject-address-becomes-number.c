// RUN: %clang-bpf -c %s -o %t.o
// RUN: not %rkverify %t.o 2>&1 | FileCheck %s
// An address may become a number at Linux's hooks, where programs are privileged, not at ours.
// CHECK: error: {{.*}}where others can read it [RKV0032]
#include <rk/rk.bpf.h>

__u64 where;

SEC("timer/10ms")
int prog(void *ctx)
{
	where = (__u64)&where;
	return 0;
}

RK_LICENSE("GPL");
