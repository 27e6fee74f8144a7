// RUN: %clang-bpf -c %s -o %t.o
// RUN: %rkverify %t.o | FileCheck %s
// A load of the packet ends a subprogram with the number 0: it returns one.
// CHECK: accepted
#include "Inputs/packet-load.h"

static __attribute__((noinline)) __u64 look(struct __sk_buff *ctx)
{
	return load_byte(ctx, 23);
}

SEC("socket")
int prog(struct __sk_buff *ctx)
{
	look(ctx);
	return 0;
}

RK_LICENSE("GPL");
