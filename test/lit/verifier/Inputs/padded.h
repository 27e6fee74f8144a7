// SPDX-License-Identifier: MIT
// A record with padding that a plain initialisation leaves as it was.
#define PADDED(hook)                                                                               \
	struct {                                                                                   \
		__uint(type, BPF_MAP_TYPE_HASH);                                                   \
		__uint(max_entries, 16);                                                           \
		__type(key, __u32);                                                                \
		__type(value, struct padded);                                                      \
	} table SEC(".maps");                                                                      \
                                                                                                   \
	SEC(hook)                                                                                  \
	int prog(void *ctx)                                                                        \
	{                                                                                          \
		struct padded p = {.small = 1, .large = bpf_ktime_get_ns()};                       \
		__u32 key = 0;                                                                     \
                                                                                                   \
		bpf_map_update_elem(&table, &key, &p, BPF_ANY);                                    \
		return 0;                                                                          \
	}

struct padded {
	__u32 small;
	__u64 large;
};
