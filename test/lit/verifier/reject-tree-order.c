// REQUIRES: kernel-btf
// RUN: %clang-bpf -c %s -o %t.o
// RUN: not %rkverify --target-btf /sys/kernel/btf/vmlinux %t.o 2>&1 | FileCheck %s
// A function that orders a tree sees two objects, and changes no tree.
// CHECK: error: bpf_rbtree_remove in a function that orders a tree [RKV0052]
#include <rk/rk.bpf.h>
#include "Inputs/listed.h"

static _Bool less(struct bpf_rb_node *a, const struct bpf_rb_node *b)
{
	bpf_rbtree_remove(&tree, a);
	return item_of(a, in_tree)->number < item_of(b, in_tree)->number;
}

SEC("tc")
int prog(struct __sk_buff *ctx)
{
	struct item *i = new_item();

	if (!i)
		return 0;
	i->number = ctx->len;
	bpf_spin_lock(&tree_lock);
	bpf_rbtree_add_impl(&tree, &i->in_tree, less, 0, 0);
	bpf_spin_unlock(&tree_lock);
	return 0;
}

RK_LICENSE("GPL");
