// REQUIRES: kernel-btf
// RUN: %clang-bpf -c %s -o %t.o
// RUN: %rkverify --target-btf /sys/kernel/btf/vmlinux %t.o | FileCheck %s
// This map is known.
// CHECK: prog (tp_btf/sys_enter): accepted
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
	int one = 0;
	struct value *value;

	value = bpf_map_lookup_elem(&first, &one);
	if (value)
		bpf_timer_init(&value->timer, &first, 0);
	return 0;
}

RK_LICENSE("GPL");
