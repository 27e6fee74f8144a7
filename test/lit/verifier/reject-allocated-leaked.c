// REQUIRES: kernel-btf
// RUN: %clang-bpf -c %s -o %t.o
// RUN: not %rkverify --target-btf /sys/kernel/btf/vmlinux %t.o 2>&1 | FileCheck %s
// What was allocated is freed.
// CHECK: error: the program ends while a kernel object is still held [RKV0046]
#include <rk/rk.bpf.h>
#include "Inputs/allocated.h"

SEC("tp_btf/sched_switch")
int prog(__u64 *ctx)
{
	struct item *i = bpf_obj_new_impl(__builtin_btf_type_id(*(struct item *)0, 0), 0);

	if (!i)
		return 0;
	i->number = 1;
	return 0;
}

RK_LICENSE("GPL");
