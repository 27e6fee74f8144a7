// RUN: %clang-bpf -c %s -o %t.o
// RUN: %rkverify %t.o | FileCheck %s
// A load of the packet takes the context itself.
// CHECK: accepted
#include "Inputs/packet-load.h"

SEC("tc")
int prog(struct __sk_buff *ctx)
{
	return load_byte(ctx, 0);
}

RK_LICENSE("GPL");
