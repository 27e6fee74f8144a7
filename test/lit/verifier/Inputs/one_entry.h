// SPDX-License-Identifier: MIT
// A hash table of one entry, alone and as what a map of maps is declared to hold; WHERE is searched.
#include <rk/rk.bpf.h>

struct inner {
	__uint(type, BPF_MAP_TYPE_HASH);
	__uint(max_entries, 1);
	__type(key, __u32);
	__type(value, __u32);
} alone SEC(".maps");

struct {
	__uint(type, BPF_MAP_TYPE_ARRAY_OF_MAPS);
	__uint(max_entries, 1);
	__type(key, __u32);
	__array(values, struct inner);
} outer SEC(".maps") = {.values = {&alone}};

SEC("raw_tp/sched_switch")
int prog(void *ctx)
{
	__u32 zero = 0;
	void *held = bpf_map_lookup_elem(&outer, &zero);
	__u32 *value = held ? bpf_map_lookup_elem(WHERE, &zero) : 0;

	return value ? (int)*value : 0;
}

RK_LICENSE("GPL");
