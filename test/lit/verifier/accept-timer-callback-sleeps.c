// RUN: %clang-bpf -c %s -o %t.o
// RUN: %rkverify %t.o | FileCheck %s
// A timer's function does not sleep.
// CHECK: accepted
#include <rk/rk.bpf.h>
#include "Inputs/timer.h"

static int tick(void *map, __u32 *key, struct value *v)
{
	bpf_timer_start(&v->timer, 1000, 0);
	return 0;
}

SEC("fentry.s/__x64_sys_nanosleep")
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
