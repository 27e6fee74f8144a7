// REQUIRES: kernel-btf
// RUN: %clang-bpf -c %s -o %t.o
// RUN: not %rkverify --target-btf /sys/kernel/btf/vmlinux %t.o 2>&1 | FileCheck %s
// What is put into an object that others may be freeing is lost.
// CHECK: error: argument 1 (r1) is an object of type 'struct link'; bpf_kptr_xchg takes an object that the program holds [RKV0040]
#include <rk/rk.bpf.h>
#include "Inputs/listed.h"
#include "Inputs/chain.h"

struct owner {
	struct link __attribute__((btf_type_tag("kptr"))) *link;
};

struct {
	__uint(type, BPF_MAP_TYPE_ARRAY);
	__uint(max_entries, 1);
	__type(key, __u32);
	__type(value, struct owner);
} owners SEC(".maps");

SEC("tc")
int prog(struct __sk_buff *ctx)
{
	__u32 key = 0;
	struct owner *o = bpf_map_lookup_elem(&owners, &key);
	struct link *l;
	struct plain *p;

	if (!o)
		return 0;
	l = o->link;
	if (!l)
		return 0;
	p = bpf_kptr_xchg(&l->leaf, 0);
	if (p)
		bpf_obj_drop_impl(p, 0);
	return 0;
}

RK_LICENSE("GPL");
