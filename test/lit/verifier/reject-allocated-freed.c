// REQUIRES: kernel-btf
// RUN: %clang-bpf -c %s -o %t.o
// RUN: not %rkverify --target-btf /sys/kernel/btf/vmlinux %t.o 2>&1 | FileCheck %s
// What was freed is not used.
// CHECK: error: r{{[0-9]}} points to something that was given back before [RKV0047]
#include <rk/rk.bpf.h>
#include "Inputs/allocated.h"

SEC("tp_btf/sched_switch")
int prog(__u64 *ctx)
{
	struct item *i = bpf_obj_new_impl(__builtin_btf_type_id(*(struct item *)0, 0), 0);

	if (!i)
		return 0;
	bpf_obj_drop_impl(i, 0);
	*(volatile __u64 *)&i->number = 1;
	return 0;
}

RK_LICENSE("GPL");
