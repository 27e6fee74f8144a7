// SPDX-License-Identifier: MIT
// A map of type MAP with a kernel pointer in its values, which are written as bytes before it is taken out.
#include <rk/rk.bpf.h>
#include "kernel-pointer.h"

struct owner {
	struct task_struct __attribute__((btf_type_tag("kptr"))) *task;
};

struct {
	__uint(type, MAP);
	__uint(map_flags, BPF_F_NO_PREALLOC);
	__uint(max_entries, 4);
	__type(key, __u64);
	__type(value, struct owner);
} owners SEC(".maps");

SEC("tp_btf/sched_switch")
int prog(__u64 *ctx)
{
	__u64 key = 8, number = 0x1234;
	struct owner *o;
	struct task_struct *t;

	bpf_map_update_elem(&owners, &key, &number, BPF_ANY);
	o = bpf_map_lookup_elem(&owners, &key);
	if (!o)
		return 0;
	t = bpf_kptr_xchg(&o->task, 0);
	if (t)
		bpf_task_release(t);
	return 0;
}

RK_LICENSE("GPL");
