// REQUIRES: kernel-btf
// RUN: %clang-bpf -c %s -o %t.o
// RUN: not %rkverify --target-btf /sys/kernel/btf/vmlinux %t.o 2>&1 | FileCheck %s
// The list of caches is walked under a mutex.
// CHECK: error: bpf_iter_kmem_cache_new may sleep, and 'TP_BTF' programs may not [RKV0044]
#include <rk/rk.bpf.h>
#include "Inputs/cache.h"

SEC("tp_btf/sys_enter")
int prog(void *ctx)
{
	struct bpf_iter_kmem_cache it;

	bpf_iter_kmem_cache_new(&it);
	bpf_iter_kmem_cache_next(&it);
	bpf_iter_kmem_cache_destroy(&it);
	return 0;
}

RK_LICENSE("GPL");
