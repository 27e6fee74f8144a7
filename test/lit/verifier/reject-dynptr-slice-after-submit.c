// RUN: %clang-bpf -c %s -o %t.o
// RUN: not %rkverify %t.o 2>&1 | FileCheck %s
// What a dynptr lent ends with it.
// CHECK: error: r{{[0-9]}} points to something that was given back before [RKV0047]
#include <rk/rk.bpf.h>
#include "Inputs/ring.h"

SEC("kprobe/do_nanosleep")
int prog(void *ctx)
{
	struct bpf_dynptr p;
	__u64 *x;

	bpf_ringbuf_reserve_dynptr(&ring, 64, 0, &p);
	x = bpf_dynptr_data(&p, 0, 8);
	bpf_ringbuf_submit_dynptr(&p, 0);
	if (x)
		*x = 1;
	return 0;
}

RK_LICENSE("GPL");
