// REQUIRES: kernel-btf
// RUN: %clang-bpf -c %s -o %t.o
// RUN: not %rkverify --target-btf /sys/kernel/btf/vmlinux %t.o 2>&1 | FileCheck %s
// Which of the maps of one form an inner map is, is not known: its timers belong to none.
// CHECK: error: argument 1 (r1) is a pointer into 'maps.inner'; bpf_timer_init takes the place of a timer in a map's value [RKV0040]
#include <rk/rk.bpf.h>

struct value {
	struct bpf_timer timer;
};

struct inner {
	__uint(type, BPF_MAP_TYPE_ARRAY);
	__uint(max_entries, 1);
	__type(key, int);
	__type(value, struct value);
} first SEC(".maps"), second SEC(".maps");

struct {
	__uint(type, BPF_MAP_TYPE_ARRAY_OF_MAPS);
	__uint(max_entries, 2);
	__type(key, int);
	__array(values, struct inner);
} maps SEC(".maps") = {.values = {&first, &second}};

SEC("tp_btf/sys_enter")
int prog(void *ctx)
{
	int one = 0, two = 1;
	void *m = bpf_map_lookup_elem(&maps, &one), *n = bpf_map_lookup_elem(&maps, &two);
	struct value *value;

	if (!m || !n)
		return 0;
	value = bpf_map_lookup_elem(m, &one);
	if (value)
		bpf_timer_init(&value->timer, n, 0);
	return 0;
}

RK_LICENSE("GPL");
