// RUN: %clang-bpf -c %s -o %t.o
// RUN: %rkverify %t.o
// RUN: not %rkaot build %t.o -o %t.rkb 2>&1 | %FileCheck %s
// What makes a number of an address is verified, not compiled.
// CHECK: error: the program makes a number of an address, which robots do not allow [RKV0072]
#include <rk/rk.bpf.h>

__u64 where;

SEC("kprobe/do_nanosleep")
int prog(void *ctx)
{
	where = (__u64)&where;
	return 0;
}

RK_LICENSE("GPL");
