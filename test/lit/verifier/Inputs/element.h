// SPDX-License-Identifier: MIT
// A hash table to walk with a callback, each element a number and eight bytes.

struct element {
	__u64 count;
	__u8 bytes[8];
};

struct {
	__uint(type, 1);
	__uint(max_entries, 16);
	__type(key, __u32);
	__type(value, struct element);
} map SEC(".maps");
