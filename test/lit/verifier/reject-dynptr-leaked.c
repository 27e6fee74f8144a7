// RUN: %clang-bpf -c %s -o %t.o
// RUN: not %rkverify %t.o 2>&1 | FileCheck %s
// A reserved dynptr is submitted or discarded, also where the reservation failed.
// CHECK: error: the program ends while a record is still reserved [RKV0046]
#include <rk/rk.bpf.h>
#include "Inputs/ring.h"

SEC("kprobe/do_nanosleep")
int prog(void *ctx)
{
	struct bpf_dynptr p;

	if (bpf_ringbuf_reserve_dynptr(&ring, 64, 0, &p)) {
		return 0;
	}
	bpf_ringbuf_submit_dynptr(&p, 0);
	return 0;
}

RK_LICENSE("GPL");
