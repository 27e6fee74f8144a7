// SPDX-License-Identifier: MIT
// A hash table to walk with a callback, whose values a lock guards.

struct value {
	struct bpf_spin_lock lock;
	int count;
};

struct {
	__uint(type, BPF_MAP_TYPE_HASH);
	__uint(max_entries, 4);
	__type(key, int);
	__type(value, struct value);
} values SEC(".maps");
