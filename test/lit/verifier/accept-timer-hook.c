// RUN: %clang-bpf -c %s -o %t.o
// RUN: %rkverify %t.o | FileCheck %s
// A socket filter makes timers; what may interrupt who works on one does not.
// CHECK: accepted
#include <rk/rk.bpf.h>

struct value {
	struct bpf_timer timer;
	__u64 count;
};

struct {
	__uint(type, BPF_MAP_TYPE_ARRAY);
	__uint(max_entries, 4);
	__type(key, __u32);
	__type(value, struct value);
} table SEC(".maps");

SEC("socket")
int prog(void *ctx)
{
	__u32 key = 0;
	struct value *v = bpf_map_lookup_elem(&table, &key);

	if (v)
		bpf_timer_init(&v->timer, &table, 1);
	return 0;
}

RK_LICENSE("GPL");
