// RUN: %clang-bpf -c %s -o %t.o
// RUN: %rkverify %t.o | FileCheck %s
// A reserved dynptr is submitted or discarded, also where the reservation failed.
// CHECK: accepted
#include <rk/rk.bpf.h>
#include "Inputs/ring.h"

SEC("kprobe/do_nanosleep")
int prog(void *ctx)
{
	struct bpf_dynptr p;

	if (bpf_ringbuf_reserve_dynptr(&ring, 64, 0, &p)) {
		bpf_ringbuf_discard_dynptr(&p, 0);
		return 0;
	}
	bpf_ringbuf_submit_dynptr(&p, 0);
	return 0;
}

RK_LICENSE("GPL");
