// SPDX-License-Identifier: MIT
// A hash table whose values a lock guards.

struct value {
	struct bpf_spin_lock lock;
	__u32 spare;
	__u64 count;
};

struct {
	__uint(type, BPF_MAP_TYPE_HASH);
	__uint(max_entries, 4);
	__type(key, __u32);
	__type(value, struct value);
} table SEC(".maps");
