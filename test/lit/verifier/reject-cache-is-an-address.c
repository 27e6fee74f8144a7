// REQUIRES: kernel-btf
// RUN: %clang-bpf -c %s -o %t.o
// RUN: not %rkverify --target-btf /sys/kernel/btf/vmlinux %t.o 2>&1 | FileCheck %s
// The cache of an address may be gone by now: a helper does not read it.
// CHECK: error: r2 is a pointer to kernel type 'struct kmem_cache'; the helper takes the program's own memory [RKV0040]
#include <rk/rk.bpf.h>
#include "Inputs/cache.h"
#include "Inputs/ring.h"

SEC("iter/task")
int prog(void *ctx)
{
	struct kmem_cache *c = bpf_get_kmem_cache(bpf_ktime_get_ns());

	if (c)
		bpf_ringbuf_output(&ring, &c->size, 4, 0);
	return 0;
}

RK_LICENSE("GPL");
