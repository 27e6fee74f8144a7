// SPDX-License-Identifier: MIT
// A Bloom filter of numbers.
struct {
	__uint(type, BPF_MAP_TYPE_BLOOM_FILTER);
	__uint(max_entries, 64);
	__type(value, __u32);
} members SEC(".maps");
