// RUN: %clang-bpf -c %s -o %t.o
// RUN: %rkverify %t.o | FileCheck %s
// What a dynptr lent ends with it.
// CHECK: accepted
#include <rk/rk.bpf.h>
#include "Inputs/ring.h"

SEC("kprobe/do_nanosleep")
int prog(void *ctx)
{
	struct bpf_dynptr p;
	__u64 *x;

	bpf_ringbuf_reserve_dynptr(&ring, 64, 0, &p);
	x = bpf_dynptr_data(&p, 0, 8);
	if (x)
		*x = 1;
	bpf_ringbuf_submit_dynptr(&p, 0);
	return 0;
}

RK_LICENSE("GPL");
