// RUN: %clang-bpf -c %s -o %t.o
// RUN: not %rkverify %t.o 2>&1 | FileCheck %s
// A timer's function returns 0.
// CHECK: error: a callback returns 0 here [RKV0048]
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

static int tick(void *map, __u32 *key, struct value *v)
{
	v->count += *key;
	bpf_timer_start(&v->timer, 1000, 0);
	return 1;
}

SEC("tp_btf/sched_switch")
int prog(__u64 *ctx)
{
	__u32 key = 0;
	struct value *v = bpf_map_lookup_elem(&table, &key);

	if (!v)
		return 0;
	bpf_timer_init(&v->timer, &table, 0);
	bpf_timer_set_callback(&v->timer, tick);
	bpf_timer_start(&v->timer, 1000, 0);
	return 0;
}

RK_LICENSE("GPL");
