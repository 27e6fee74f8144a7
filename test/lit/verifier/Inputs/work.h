// SPDX-License-Identifier: MIT
// An array whose values hold a work, and a program, which never sleeps, that has `task` run for the first.
#include <rk/rk.bpf.h>

struct bpf_wq {
	__u64 opaque[2];
} __attribute__((aligned(8)));

int bpf_wq_init(struct bpf_wq *wq, void *map, unsigned int flags) __ksym;
int bpf_wq_start(struct bpf_wq *wq, unsigned int flags) __ksym;
int bpf_wq_set_callback_impl(struct bpf_wq *wq, int (*fn)(void *map, int *key, void *value),
	unsigned int flags, void *unused) __ksym;

struct value {
	struct bpf_wq work;
	__u64 count;
};

struct {
	__uint(type, BPF_MAP_TYPE_ARRAY);
	__uint(max_entries, 4);
	__type(key, __u32);
	__type(value, struct value);
} table SEC(".maps"), other SEC(".maps");

static int task(void *map, int *key, void *value);

#ifndef MADE_WITH
#define MADE_WITH table
#endif

SEC("tp_btf/sched_switch")
int prog(__u64 *ctx)
{
	__u32 key = 0;
	struct value *v = bpf_map_lookup_elem(&table, &key);

	if (!v)
		return 0;
	bpf_wq_init(&v->work, &MADE_WITH, 0);
	bpf_wq_set_callback_impl(&v->work, task, 0, 0);
	bpf_wq_start(&v->work, 0);
	return 0;
}

RK_LICENSE("GPL");
