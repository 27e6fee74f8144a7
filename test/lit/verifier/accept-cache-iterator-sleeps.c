// REQUIRES: kernel-btf
// RUN: %clang-bpf -c %s -o %t.o
// RUN: %rkverify --target-btf /sys/kernel/btf/vmlinux %t.o | FileCheck %s
// This program may sleep.
// CHECK: prog (iter.s/task): accepted
#include <rk/rk.bpf.h>

struct kmem_cache;
struct bpf_iter_kmem_cache {
	__u64 opaque[1];
};
int bpf_iter_kmem_cache_new(struct bpf_iter_kmem_cache *it) __ksym;
struct kmem_cache *bpf_iter_kmem_cache_next(struct bpf_iter_kmem_cache *it) __ksym;
void bpf_iter_kmem_cache_destroy(struct bpf_iter_kmem_cache *it) __ksym;

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
