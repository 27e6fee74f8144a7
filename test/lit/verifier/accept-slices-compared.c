// RUN: %clang-bpf -c %s -o %t.o
// RUN: %rkverify %t.o | FileCheck %s
// Two parts of a dynptr are two addresses: that they differ is possible.
// CHECK: prog (kprobe/do_nanosleep): accepted
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
		x[7] = 1;
	bpf_ringbuf_submit_dynptr(&p, 0);
	return 0;
}

RK_LICENSE("GPL");
