// SPDX-License-Identifier: MIT
// A list in a value of a map of this TYPE and FLAGS, found by FIND, is worked on.
#include <rk/rk.bpf.h>
#include "listed.h"
#include "task.h"

struct value {
	struct bpf_spin_lock lock;
	struct bpf_list_head head __contains(item, in_list);
};

struct {
	__uint(type, TYPE);
	__uint(map_flags, FLAGS);
	__uint(max_entries, ENTRIES);
	__type(key, __u32);
	__type(value, struct value);
} kept SEC(".maps");

SEC("tp_btf/sched_switch")
int prog(__u64 *ctx)
{
	struct value *v = FIND;
	struct item *i = new_item();

	if (!i)
		return 0;
	if (!v) {
		bpf_obj_drop_impl(i, 0);
		return 0;
	}
	bpf_spin_lock(&v->lock);
	bpf_list_push_front_impl(&v->head, &i->in_list, 0, 0);
	bpf_spin_unlock(&v->lock);
	return 0;
}

RK_LICENSE("GPL");
