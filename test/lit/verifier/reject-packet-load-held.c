// RUN: %clang-bpf -c %s -o %t.o
// RUN: not %rkverify %t.o 2>&1 | FileCheck %s
// A load of the packet may end the program: nothing is held then.
// CHECK: error: a load of the packet ends the program where the bytes are not there, and something is held [RKV0046]
#include "Inputs/packet-load.h"
#include "Inputs/ring.h"

SEC("tc")
int prog(struct __sk_buff *ctx)
{
	__u64 *e = bpf_ringbuf_reserve(&ring, 8, 0);

	if (!e)
		return 0;
	*e = load_byte(ctx, 23);
	bpf_ringbuf_submit(e, 0);
	return 0;
}

RK_LICENSE("GPL");
