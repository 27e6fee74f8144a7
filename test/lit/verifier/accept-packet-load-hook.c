// RUN: %clang-bpf -c %s -o %t.o
// RUN: %rkverify %t.o | FileCheck %s
// Socket filters and traffic classifiers load packets by offset, others do not.
// CHECK: accepted
#include "Inputs/packet-load.h"

SEC("tc")
int prog(void *ctx)
{
	return load_byte(ctx, 0);
}

RK_LICENSE("GPL");
