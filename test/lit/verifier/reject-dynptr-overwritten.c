// RUN: %clang-bpf -c %s -o %t.o
// RUN: not %rkverify %t.o 2>&1 | FileCheck %s
// A reserved dynptr on the stack is not written to.
// CHECK: error: this may write to an object of the kernel{{.*}}[RKV0033]
#include <rk/rk.bpf.h>
#include "Inputs/ring.h"

SEC("kprobe/do_nanosleep")
int prog(void *ctx)
{
	struct bpf_dynptr p[2];

	bpf_ringbuf_reserve_dynptr(&ring, 64, 0, &p[0]);
	*(volatile __u64 *)&p[0] = 1;
	bpf_ringbuf_submit_dynptr(&p[0], 0);
	return 0;
}

RK_LICENSE("GPL");
