// SPDX-License-Identifier: MIT
// A search of a series whose keys have KEY_WORDS words.
struct key {
	__u64 words[KEY_WORDS];
};

struct {
	__uint(type, BPF_MAP_TYPE_TIMESERIES);
	__uint(max_entries, 1000);
	__type(key, struct key);
	__type(value, __u64);
} samples SEC(".maps");

RK_WORST_CASE(110000);

SEC("timer/10ms")
int prog(void *ctx)
{
	struct key key = {};
	__u64 newest[2];

	return bpf_timeseries_query(&samples, &key, 1000, newest, sizeof(newest));
}
