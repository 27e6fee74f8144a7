// REQUIRES: kernel-btf
// RUN: %clang-bpf -c %s -o %t.o
// RUN: not %rkverify --target-btf /sys/kernel/btf/vmlinux %t.o 2>&1 | FileCheck %s
// Freeing an object frees what is in its list, in one call: boxes in boxes would nest without end.
// CHECK: error: an object of type 'box' would own objects that own others: freeing them nests [RKV0042]
#include <rk/rk.bpf.h>
#include "Inputs/listed.h"

struct box {
	struct bpf_list_node in_list;
	struct bpf_spin_lock lock;
	struct bpf_list_head content __contains(box, in_list);
};

struct box *no_box;

static inline struct box *new_box(void)
{
	return bpf_obj_new_impl(__builtin_btf_type_id(*(struct box *)0, 0), 0);
}

SEC("tc")
int prog(struct __sk_buff *ctx)
{
	struct box *outer = new_box();
	struct box *inner;

	if (!outer)
		return 0;
	inner = new_box();
	if (!inner) {
		bpf_obj_drop_impl(outer, 0);
		return 0;
	}
	bpf_spin_lock(&outer->lock);
	bpf_list_push_front_impl(&outer->content, &inner->in_list, 0, 0);
	bpf_spin_unlock(&outer->lock);
	bpf_obj_drop_impl(outer, 0);
	return 0;
}

RK_LICENSE("GPL");
