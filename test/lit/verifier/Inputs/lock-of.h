// SPDX-License-Identifier: MIT
// The lock of an array's value is taken; FLAGS are the map's.
#include <rk/rk.bpf.h>

struct value {
	struct bpf_spin_lock lock;
	__u32 count;
};

struct {
	__uint(type, BPF_MAP_TYPE_ARRAY);
	__uint(max_entries, 4);
	__uint(map_flags, FLAGS);
	__type(key, __u32);
	__type(value, struct value);
} table SEC(".maps");

SEC("tp_btf/sched_switch")
int prog(__u64 *ctx)
{
	__u32 key = 0, count;
	struct value *v = bpf_map_lookup_elem(&table, &key);

	if (!v)
		return 0;
	bpf_spin_lock(&v->lock);
	count = v->count;
	bpf_spin_unlock(&v->lock);
	return count == 1;
}

RK_LICENSE("GPL");
