// RUN: %clang-bpf -c %s -o %t.o
// RUN: not %rkverify %t.o 2>&1 | FileCheck %s
// A load of the packet takes the context itself.
// CHECK: error: r6 is {{.*}}; a load of the packet takes the context there, unchanged [RKV0040]
#include "Inputs/packet-load.h"

SEC("tc")
int prog(struct __sk_buff *ctx)
{
	return load_byte(classes, 0);
}

RK_LICENSE("GPL");
