// SPDX-License-Identifier: MIT
// A chain in a map's value, TAKEN or looked at, whose leaf is exchanged; then GIVEN_BACK.
#include <rk/rk.bpf.h>
#include "listed.h"
#include "chain.h"

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
	l = TAKEN(o);
	if (!l)
		return 0;
	p = bpf_kptr_xchg(&l->leaf, 0);
	if (p)
		bpf_obj_drop_impl(p, 0);
	GIVEN_BACK(l);
	return 0;
}

RK_LICENSE("GPL");
