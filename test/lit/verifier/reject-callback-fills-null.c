// RUN: %clang-bpf -c %s -o %t.o
// RUN: not %rkverify %t.o 2>&1 | FileCheck %s
// A null pointer of the caller that a callback fills with a number would be a pointer afterwards.
// CHECK: error: a callback may overwrite {{.*}}[RKV0033]
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
		f->at = (__u64 *)0x1234;
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
