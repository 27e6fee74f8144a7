// REQUIRES: kernel-btf
// RUN: %clang-bpf -c %s -o %t.o
// RUN: %rkverify --target-btf /sys/kernel/btf/vmlinux %t.o | FileCheck %s
// What was allocated is freed.
// CHECK: accepted
#include <rk/rk.bpf.h>
#include "Inputs/allocated.h"

SEC("tp_btf/sched_switch")
int prog(__u64 *ctx)
{
	struct item *i = bpf_obj_new_impl(__builtin_btf_type_id(*(struct item *)0, 0), 0);

	if (!i)
		return 0;
	i->number = 1;
	bpf_obj_drop_impl(i, 0);
	return 0;
}

RK_LICENSE("GPL");
