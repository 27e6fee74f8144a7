// SPDX-License-Identifier: MIT
// An array of states: two numbers each.

struct state {
	__u64 sum;
	__u64 n;
};

struct {
	__uint(type, BPF_MAP_TYPE_ARRAY);
	__uint(max_entries, 4);
	__type(key, __u32);
	__type(value, struct state);
} states SEC(".maps");
