// REQUIRES: kernel-btf
// RUN: %clang-bpf -c %s -o %t.o
// RUN: not %rkverify --target-btf /sys/kernel/btf/vmlinux %t.o 2>&1 | FileCheck %s
// Memory that a tracepoint may be given or not is tested before a helper reads it.
// CHECK: error: {{.*}}'struct page' or null, and is used without a test [RKV0022]
#include <rk/rk.bpf.h>
#include "Inputs/ring.h"

SEC("tp_btf/mm_page_alloc")
int prog(__u64 *ctx)
{
	void *page = (void *)ctx[0];

	return bpf_ringbuf_output(&ring, page, 8, 0);
}

RK_LICENSE("GPL");
