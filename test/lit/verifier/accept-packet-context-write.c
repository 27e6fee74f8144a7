// RUN: %clang-bpf -c %s -o %t.o
// RUN: %rkverify %t.o | FileCheck %s
// Few fields may be written.
// CHECK: accepted
#include <rk/rk.bpf.h>

SEC("tc")
int prog(struct __sk_buff *ctx)
{
	ctx->tc_index = 1;
	return 0;
}

RK_LICENSE("GPL");
