// SPDX-License-Identifier: MIT
// An array whose values hold a timer.

struct value {
	struct bpf_timer timer;
	__u64 count;
};

struct {
	__uint(type, BPF_MAP_TYPE_ARRAY);
	__uint(max_entries, 4);
	__type(key, __u32);
	__type(value, struct value);
} table SEC(".maps");
