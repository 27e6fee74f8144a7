// SPDX-License-Identifier: MIT
// A program at HOOK deletes an element that holds a timer.
#include <rk/rk.bpf.h>

struct value {
	struct bpf_timer timer;
	__u64 count;
};

struct {
	__uint(type, BPF_MAP_TYPE_HASH);
	__uint(max_entries, 4);
	__type(key, __u32);
	__type(value, struct value);
} table SEC(".maps");

SEC(HOOK)
int prog(void *ctx)
{
	__u32 key = 0;

	bpf_map_delete_elem(&table, &key);
	return 0;
}

RK_LICENSE("GPL");
