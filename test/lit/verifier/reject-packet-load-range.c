// RUN: %clang-bpf -c %s -o %t.o
// RUN: not %rkverify %t.o 2>&1 | FileCheck %s
// A load of one byte gives a number below 256.
// CHECK: error: read of 1 bytes at offset [0, 65535] may leave its object{{.*}}[RKV0020]
#include "Inputs/packet-load.h"

SEC("socket")
int prog(struct __sk_buff *ctx)
{
	return classes[load_half(ctx, 12)];
}

RK_LICENSE("GPL");
