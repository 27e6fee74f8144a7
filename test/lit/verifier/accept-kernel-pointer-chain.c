// REQUIRES: kernel-btf
// RUN: %clang-bpf -c %s -o %t.o
// RUN: %rkverify --target-btf /sys/kernel/btf/vmlinux %t.o | FileCheck %s
// Each link of a chain would be freed within the call that frees the one before it.
// CHECK: accepted
#include <rk/rk.bpf.h>
#include "Inputs/listed.h"
#include "Inputs/chain.h"

SEC("tc")
int prog(struct __sk_buff *ctx)
{
	struct link *l = bpf_obj_new_impl(__builtin_btf_type_id(*(struct link *)0, 0), 0);
	void *owned;

	if (!l)
		return 0;
	owned = bpf_obj_new_impl(__builtin_btf_type_id(*(struct plain *)0, 0), 0);
	if (owned)
		owned = bpf_kptr_xchg(&l->leaf, owned);
	if (owned)
		bpf_obj_drop_impl(owned, 0);
	bpf_obj_drop_impl(l, 0);
	return 0;
}

RK_LICENSE("GPL");
