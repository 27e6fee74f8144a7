// RUN: %clang-bpf -c %s -o %t.o
// RUN: %rkverify %t.o | FileCheck %s
// Of a key its bytes can be read.
// CHECK: accepted
#include <rk/rk.bpf.h>

struct element {
	__u64 count;
	__u8 bytes[8];
};

struct {
	__uint(type, 1);
	__uint(max_entries, 16);
	__type(key, __u32);
	__type(value, struct element);
} map SEC(".maps");

static long each(void *m, const __u32 *key, struct element *v, void *arg)
{
	v->count += ((__u16 *)key)[1];
	return 0;
}

SEC("raw_tp/sched_switch")
int prog(void *ctx)
{
	bpf_for_each_map_elem(&map, each, 0, 0);
	return 0;
}

RK_LICENSE("GPL");
