// REQUIRES: kernel-btf
// RUN: %clang-bpf -c %s -o %t.o
// RUN: %rkverify --target-btf /sys/kernel/btf/vmlinux %t.o | FileCheck %s
// An iterator gives an element back when it is asked for the next.
// CHECK: accepted
#include <rk/rk.bpf.h>
#include "Inputs/cache.h"
#include "Inputs/ring.h"

SEC("lsm.s/file_open")
int prog(void *ctx)
{
	struct bpf_iter_kmem_cache it;
	struct kmem_cache *first;

	bpf_iter_kmem_cache_new(&it);
	first = bpf_iter_kmem_cache_next(&it);
	if (first) {
		bpf_ringbuf_output(&ring, first, 8, 0);
		bpf_iter_kmem_cache_next(&it);
	}
	bpf_iter_kmem_cache_destroy(&it);
	return 0;
}

RK_LICENSE("GPL");
