// REQUIRES: kernel-btf
// RUN: %clang-bpf -c %s -o %t.o
// RUN: %rkverify --target-btf /sys/kernel/btf/vmlinux %t.o | FileCheck %s
// A load of the program is probed.
// CHECK: prog (iter/task): accepted
#include <rk/rk.bpf.h>
#include "Inputs/cache.h"
#include "Inputs/ring.h"

SEC("iter/task")
int prog(void *ctx)
{
	struct kmem_cache *c = bpf_get_kmem_cache(bpf_ktime_get_ns());

	unsigned int size;

	if (!c)
		return 0;
	size = c->size;
	bpf_ringbuf_output(&ring, &size, 4, 0);
	return 0;
}

RK_LICENSE("GPL");
