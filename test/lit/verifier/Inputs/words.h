// SPDX-License-Identifier: MIT
// Two words on the stack, of which a helper reads both.
struct {
	__uint(type, BPF_MAP_TYPE_HASH);
	__uint(max_entries, 16);
	__type(key, __u32);
	__type(value, __u64[2]);
} table SEC(".maps");

#define WORDS(written)                                                                             \
	SEC("kprobe/do_unlinkat")                                                                  \
	int prog(void *ctx)                                                                        \
	{                                                                                          \
		volatile __u64 words[2];                                                           \
		__u32 key = 0;                                                                     \
                                                                                                   \
		(void)written;                                                                     \
		bpf_map_update_elem(&table, &key, (void *)words, BPF_ANY);                         \
		return 0;                                                                          \
	}
