// SPDX-License-Identifier: MIT
// A cache of the kernel's memory: what finds it, and an iterator over them.

struct kmem_cache {
	unsigned int size;
} __attribute__((preserve_access_index));

struct kmem_cache *bpf_get_kmem_cache(__u64 address) __ksym;

struct bpf_iter_kmem_cache {
	__u64 opaque[1];
};

int bpf_iter_kmem_cache_new(struct bpf_iter_kmem_cache *it) __ksym;
struct kmem_cache *bpf_iter_kmem_cache_next(struct bpf_iter_kmem_cache *it) __ksym;
void bpf_iter_kmem_cache_destroy(struct bpf_iter_kmem_cache *it) __ksym;
