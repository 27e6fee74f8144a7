// SPDX-License-Identifier: MIT
// A box with a list, an element of lists itself. INNER is put into it: made by NEW_INNER, named by CONTENT.
#include <rk/rk.bpf.h>
#include "listed.h"

struct box {
	struct bpf_list_node in_list;
	struct bpf_spin_lock lock;
	struct bpf_list_head content CONTENT;
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
	struct INNER *inner;

	if (!outer)
		return 0;
	inner = NEW_INNER();
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
