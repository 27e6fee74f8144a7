// SPDX-License-Identifier: MIT
// One look-up in a hash table whose keys have KEY_BYTES.
#include <rk/rk.bpf.h>

struct key {
	__u8 bytes[KEY_BYTES];
};

struct {
	__uint(type, BPF_MAP_TYPE_HASH);
	__uint(max_entries, 1000);
	__type(key, struct key);
	__type(value, __u64);
} table SEC(".maps");

SEC("timer/10ms")
int prog(void *ctx)
{
	struct key key = {};

	return bpf_map_lookup_elem(&table, &key) != 0;
}

RK_LICENSE("GPL");
