// RUN: %clang-bpf -c %s -o %t.o
// RUN: %rkverify %t.o | FileCheck %s
// Each hook has fields of its own.
// CHECK: accepted
#include <rk/rk.bpf.h>

SEC("tc")
int prog(struct __sk_buff *ctx)
{
	return ctx->data_end - ctx->data;
}

RK_LICENSE("GPL");
