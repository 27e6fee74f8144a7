// RUN: %clang-bpf -c %s -o %t.o
// RUN: %rkverify %t.o | FileCheck %s
// A pointer of the caller that may be null is tested by a callback, and stays what it is.
// CHECK: prog (timer/10ms): accepted
#include <rk/rk.bpf.h>

struct {
	__uint(type, BPF_MAP_TYPE_HASH);
	__type(key, __u32);
	__type(value, __u64);
	__uint(max_entries, 4);
} map SEC(".maps");

struct found {
	__u64 *at;
	__u64 runs;
};

static int each(__u32 i, void *ctx)
{
	struct found *f = ctx;

	if (!f->at)
		f->runs++;
	else
		*f->at += i;
	return 0;
}

SEC("timer/10ms")
int prog(struct timer_event *ctx)
{
	__u32 key = 1;
	struct found f = {.at = bpf_map_lookup_elem(&map, &key)};

	bpf_loop(3, each, &f, 0);
	if (f.at)
		*f.at = 1;
	return 0;
}

RK_LICENSE("MIT");
