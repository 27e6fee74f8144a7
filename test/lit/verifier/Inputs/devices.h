/* SPDX-License-Identifier: MIT */
/* Network devices by a key: the index of each, and the program that runs there. */
struct {
	__uint(type, BPF_MAP_TYPE_DEVMAP_HASH);
	__uint(max_entries, 8);
	__type(key, __u32);
	__type(value, __u32[2]);
} devices SEC(".maps");
