// RUN: %clang-bpf -c %s -o %t.o
// RUN: %rkverify %t.o | FileCheck %s
// A load of the packet may end the program: nothing is held then.
// CHECK: accepted
#include "Inputs/packet-load.h"
#include "Inputs/ring.h"

SEC("tc")
int prog(struct __sk_buff *ctx)
{
	__u64 p = load_byte(ctx, 23), *e = bpf_ringbuf_reserve(&ring, 8, 0);

	if (!e)
		return 0;
	*e = p;
	bpf_ringbuf_submit(e, 0);
	return 0;
}

RK_LICENSE("GPL");
