// RUN: %clang-bpf -c %s -o %t.o
// RUN: not %rkverify %t.o 2>&1 | FileCheck %s
// A dynptr that was submitted is none any more.
// CHECK: error: argument 1{{.*}}none was made there, or it was ended [RKV0047]
#include <rk/rk.bpf.h>
#include "Inputs/ring.h"

SEC("kprobe/do_nanosleep")
int prog(void *ctx)
{
	struct bpf_dynptr p;

	bpf_ringbuf_reserve_dynptr(&ring, 64, 0, &p);
	bpf_ringbuf_submit_dynptr(&p, 0);
	bpf_ringbuf_submit_dynptr(&p, 0);
	return 0;
}

RK_LICENSE("GPL");
