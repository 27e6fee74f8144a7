// RUN: %clang-bpf -c %s -o %t.o
// RUN: not %rkverify %t.o 2>&1 | FileCheck %s
// A table is walked in a section of RCU, in which no callback sleeps; an array is not.
// CHECK: error: bpf_copy_from_user may sleep, which a lock of the helper that calls this forbids [RKV0044]
#include <rk/rk.bpf.h>

struct {
	__uint(type, BPF_MAP_TYPE_HASH);
	__uint(max_entries, 4);
	__type(key, __u32);
	__type(value, __u64);
} table SEC(".maps");

static int each(void *map, __u32 *key, __u64 *value, void *to)
{
	bpf_copy_from_user(value, sizeof(*value), (void *)4096);
	return 0;
}

SEC("uprobe.s//bin/sh:main")
int prog(void *ctx)
{
	bpf_for_each_map_elem(&table, each, 0, 0);
	return 0;
}

RK_LICENSE("GPL");
