// SPDX-License-Identifier: MIT
// Unions of unions, each of twice the parts, and a program that reads the map whose value is one.
#define TWICE(n, m) union n { union m a, b; };
#define OF_PARTS(n)                                                                                \
	struct {                                                                                   \
		__uint(type, BPF_MAP_TYPE_ARRAY);                                                  \
		__uint(max_entries, 1);                                                            \
		__type(key, __u32);                                                                \
		__type(value, union n);                                                            \
	} values SEC(".maps");                                                                     \
                                                                                                   \
	SEC("timer/10ms")                                                                          \
	int prog(struct timer_event *ctx)                                                          \
	{                                                                                          \
		__u32 key = 0, *v = bpf_map_lookup_elem(&values, &key);                            \
                                                                                                   \
		return v ? (int)*v : 0;                                                            \
	}

union p0 { __u32 number; };
