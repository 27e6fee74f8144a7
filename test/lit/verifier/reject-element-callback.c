// RUN: %clang-bpf -c %s -o %t.o
// RUN: not %rkverify %t.o 2>&1 | FileCheck %s
// A callback may not write beyond the value of its element.
// CHECK: error: {{.*}}may leave its object{{.*}}[RKV0021]
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
	v->count += *key;
	v->bytes[*key & 15] = 1;
	return v->count > 9;
}

SEC("raw_tp/sched_switch")
int prog(void *ctx)
{
	bpf_for_each_map_elem(&map, each, 0, 0);
	return 0;
}

RK_LICENSE("GPL");
