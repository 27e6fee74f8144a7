// RUN: %clang-bpf -c %s -o %t.o
// RUN: not %rkverify %t.o 2>&1 | FileCheck %s
// A load of the packet ends a subprogram with the number 0: it returns one.
// CHECK: error: a load of the packet may end this function, which returns no number [RKV0048]
#include "Inputs/packet-load.h"

static __attribute__((noinline)) void look(struct __sk_buff *ctx)
{
	classes[0] = load_byte(ctx, 23);
}

SEC("socket")
int prog(struct __sk_buff *ctx)
{
	look(ctx);
	return 0;
}

RK_LICENSE("GPL");
