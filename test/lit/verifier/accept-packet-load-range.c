// RUN: %clang-bpf -c %s -o %t.o
// RUN: %rkverify %t.o | FileCheck %s
// A load of one byte gives a number below 256.
// CHECK: accepted
#include "Inputs/packet-load.h"

SEC("socket")
int prog(struct __sk_buff *ctx)
{
	return classes[load_byte(ctx, 23)];
}

RK_LICENSE("GPL");
