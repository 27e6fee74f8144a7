// RUN: %clang-bpf -c %s -o %t.o
// RUN: not %rkverify %t.o 2>&1 | FileCheck %s
// Each hook has fields of its own.
// CHECK: error: access of 4 bytes at offset {{.*}} fits no field that 'SOCKET' programs may read
// [RKV0029]
#include <rk/rk.bpf.h>

SEC("socket")
int prog(struct __sk_buff *ctx)
{
	return ctx->data_end - ctx->data;
}

RK_LICENSE("GPL");
