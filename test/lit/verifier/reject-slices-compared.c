// RUN: %clang-bpf -c %s -o %t.o
// RUN: not %rkverify %t.o 2>&1 | FileCheck %s
// Two parts of a dynptr are two addresses: that they differ is possible.
// CHECK: error: write of 1 bytes at offset 1000 may leave its object: {{.*}} with bytes [0, 8) [RKV0021]
#include <rk/rk.bpf.h>
#include "Inputs/ring.h"

SEC("kprobe/do_nanosleep")
int prog(void *ctx)
{
	struct bpf_dynptr p;
	char *x, *y;

	bpf_ringbuf_reserve_dynptr(&ring, 64, 0, &p);
	x = bpf_dynptr_data(&p, 0, 8);
	y = bpf_dynptr_data(&p, 8, 8);
	if (x && y && x != y)
		x[1000] = 1;
	bpf_ringbuf_submit_dynptr(&p, 0);
	return 0;
}

RK_LICENSE("GPL");
