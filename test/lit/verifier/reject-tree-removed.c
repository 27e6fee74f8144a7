// REQUIRES: kernel-btf
// RUN: %clang-bpf -c %s -o %t.o
// RUN: not %rkverify --target-btf /sys/kernel/btf/vmlinux %t.o 2>&1 | FileCheck %s
// What is removed from a tree may have been removed before: the result is tested.
// CHECK: error: r{{[0-9]}} is an object of type 'struct item' or null, and is used without a test [RKV0022]
#include <rk/rk.bpf.h>
#include "Inputs/listed.h"

SEC("tc")
int prog(struct __sk_buff *ctx)
{
	struct bpf_rb_node *n;
	struct item *i;

	bpf_spin_lock(&tree_lock);
	n = bpf_rbtree_first(&tree);
	if (!n) {
		bpf_spin_unlock(&tree_lock);
		return 0;
	}
	n = bpf_rbtree_remove(&tree, n);
	bpf_spin_unlock(&tree_lock);
	i = item_of(n, in_tree);
	i->number = 1;
	bpf_obj_drop_impl(i, 0);
	return 0;
}

RK_LICENSE("GPL");
