// RUN: %clang-bpf -c %s -o %t.o
// RUN: not %rkverify %t.o 2>&1 | FileCheck %s
// Socket filters and traffic classifiers load packets by offset, others do not.
// CHECK: error: socket filters and traffic classifiers alone may load packets by offset [RKV0044]
#include "Inputs/packet-load.h"

SEC("xdp")
int prog(void *ctx)
{
	return load_byte(ctx, 0);
}

RK_LICENSE("GPL");
