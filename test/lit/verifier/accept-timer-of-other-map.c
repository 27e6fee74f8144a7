// RUN: %clang-bpf -c %s -o %t.o
// RUN: %rkverify %t.o | FileCheck %s
// A timer is made with the map that it is in.
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
} table SEC(".maps"), other SEC(".maps");

static int tick(void *map, __u32 *key, struct value *v)
{
	v->count += *key;
	bpf_timer_start(&v->timer, 1000, 0);
	return 0;
}

#include "Inputs/tick.h"

RK_LICENSE("GPL");
