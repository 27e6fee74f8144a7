// REQUIRES: kernel-btf
// RUN: %clang-bpf -c %s -o %t.o
// RUN: %rkverify --target-btf /sys/kernel/btf/vmlinux %t.o | FileCheck %s
// A load of the program is probed.
// CHECK: prog (iter/task): accepted
#include <rk/rk.bpf.h>

struct kmem_cache {
	unsigned int size;
} __attribute__((preserve_access_index));
struct kmem_cache *bpf_get_kmem_cache(__u64 address) __ksym;

struct {
	__uint(type, BPF_MAP_TYPE_RINGBUF);
	__uint(max_entries, 4096);
} ring SEC(".maps");

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
