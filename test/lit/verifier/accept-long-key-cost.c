// RUN: %clang-bpf -c %s -o %t.o
// RUN: %rkverify %t.o | FileCheck %s
// A search of as many samples with keys of 8 bytes.
// CHECK: accepted, worst case 6{{[0-9]+}} instructions
#include <rk/rk.bpf.h>

struct key {
	__u64 words[1];
};

struct {
	__uint(type, BPF_MAP_TYPE_TIMESERIES);
	__uint(max_entries, 1000);
	__type(key, struct key);
	__type(value, __u64);
} samples SEC(".maps");

RK_WORST_CASE(20000);

SEC("timer/10ms")
int prog(void *ctx)
{
	struct key key = {};
	__u64 newest[2];

	return bpf_timeseries_query(&samples, &key, 1000, newest, sizeof(newest));
}

RK_LICENSE("MIT");
