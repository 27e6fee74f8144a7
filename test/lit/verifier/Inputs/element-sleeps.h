// SPDX-License-Identifier: MIT
// What is called for each element of a map of type TYPE sleeps.
#include <rk/rk.bpf.h>

struct {
	__uint(type, TYPE);
	__uint(max_entries, 4);
	__type(key, __u32);
	__type(value, __u64);
} table SEC(".maps");

static int each(void *map, __u32 *key, __u64 *value, void *to)
{
	bpf_copy_from_user(value, sizeof(*value), (void *)4096);
	return 0;
}

SEC("uprobe.s//bin/sh:main")
int prog(void *ctx)
{
	bpf_for_each_map_elem(&table, each, 0, 0);
	return 0;
}

RK_LICENSE("GPL");
