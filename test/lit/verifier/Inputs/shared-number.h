// SPDX-License-Identifier: MIT
// A number and its lock in a map of type MAP.
#include <rk/rk.bpf.h>

struct value {
	__u64 number;
	struct bpf_spin_lock lock;
};

struct {
	__uint(type, MAP);
	__uint(max_entries, 4);
	__type(key, __u64);
	__type(value, struct value);
} shared SEC(".maps");

SEC("tp_btf/sched_switch")
int prog(__u64 *ctx)
{
	__u64 key = 8;
	struct value *v = bpf_map_lookup_elem(&shared, &key);

	if (!v)
		return 0;
	bpf_spin_lock(&v->lock);
	v->number++;
	bpf_spin_unlock(&v->lock);
	return 0;
}

RK_LICENSE("GPL");
