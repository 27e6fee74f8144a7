// RUN: %clang-bpf -c %s -o %t.o
// RUN: not %rkverify %t.o 2>&1 | FileCheck %s
// A search compares a key with each that it visits: long keys take longer.
// CHECK: error: the worst case is 34{{[0-9]+}} instructions; 'TIMER' programs may take 20000 [RKV0061]
#include <rk/rk.bpf.h>

struct key {
	__u64 words[8];
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
