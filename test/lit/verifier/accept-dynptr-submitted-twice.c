// RUN: %clang-bpf -c %s -o %t.o
// RUN: %rkverify %t.o | FileCheck %s
// A dynptr that was submitted is none any more.
// CHECK: accepted
#include <rk/rk.bpf.h>
#include "Inputs/ring.h"

SEC("kprobe/do_nanosleep")
int prog(void *ctx)
{
	struct bpf_dynptr p;

	bpf_ringbuf_reserve_dynptr(&ring, 64, 0, &p);
	bpf_ringbuf_submit_dynptr(&p, 0);
	return 0;
}

RK_LICENSE("GPL");
