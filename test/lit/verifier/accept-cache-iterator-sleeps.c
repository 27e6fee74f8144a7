// REQUIRES: kernel-btf
// RUN: %clang-bpf -c %s -o %t.o
// RUN: %rkverify --target-btf /sys/kernel/btf/vmlinux %t.o | FileCheck %s
// This program may sleep.
// CHECK: prog (iter.s/task): accepted
#include <rk/rk.bpf.h>
#include "Inputs/cache.h"

SEC("iter.s/task")
int prog(void *ctx)
{
	struct bpf_iter_kmem_cache it;

	bpf_iter_kmem_cache_new(&it);
	bpf_iter_kmem_cache_next(&it);
	bpf_iter_kmem_cache_destroy(&it);
	return 0;
}

RK_LICENSE("GPL");
