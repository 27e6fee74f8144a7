// SPDX-License-Identifier: MIT
// Storage of tasks: a number each.

struct {
	__uint(type, BPF_MAP_TYPE_TASK_STORAGE);
	__uint(map_flags, 1);
	__type(key, int);
	__type(value, __u64);
} seen SEC(".maps");
