// SPDX-License-Identifier: MIT
// An array with a number for each processor.

struct {
	__uint(type, BPF_MAP_TYPE_PERCPU_ARRAY);
	__uint(max_entries, 4);
	__type(key, __u32);
	__type(value, __u64);
} per_processor SEC(".maps");
