// SPDX-License-Identifier: MIT
// A table of routes by prefix, and a program at HOOK that looks one up.
#include <rk/rk.bpf.h>

struct route {
	__u32 bits, address;
};

struct {
	__uint(type, BPF_MAP_TYPE_LPM_TRIE);
	__uint(map_flags, BPF_F_NO_PREALLOC);
	__uint(max_entries, 64);
	__type(key, struct route);
	__type(value, __u64);
} routes SEC(".maps");

SEC(HOOK)
int prog(void *ctx)
{
	struct route r = {32, 1};
	__u64 *to = bpf_map_lookup_elem(&routes, &r);

	return to && *to == 7;
}

RK_LICENSE("GPL");
