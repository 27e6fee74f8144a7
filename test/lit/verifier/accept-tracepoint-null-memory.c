// REQUIRES: kernel-btf
// RUN: %clang-bpf -c %s -o %t.o
// RUN: %rkverify --target-btf /sys/kernel/btf/vmlinux %t.o | FileCheck %s
// Memory that a tracepoint may be given or not is tested before a helper reads it.
// CHECK: accepted
#include <rk/rk.bpf.h>
#include "Inputs/ring.h"

SEC("tp_btf/mm_page_alloc")
int prog(__u64 *ctx)
{
	void *page = (void *)ctx[0];

	if (!page)
		return 0;
	return bpf_ringbuf_output(&ring, page, 8, 0);
}

RK_LICENSE("GPL");
