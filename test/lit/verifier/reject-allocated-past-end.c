// REQUIRES: kernel-btf
// RUN: %clang-bpf -c %s -o %t.o
// RUN: not %rkverify --target-btf /sys/kernel/btf/vmlinux %t.o 2>&1 | FileCheck %s
// Memory that was allocated has the size of its type.
// CHECK: error: write of 8 bytes at offset 16 {{.*}}[RKV0021]
#include <rk/rk.bpf.h>
#include "Inputs/allocated.h"

SEC("tp_btf/sched_switch")
int prog(__u64 *ctx)
{
	struct item *i = bpf_obj_new_impl(__builtin_btf_type_id(*(struct item *)0, 0), 0);

	if (!i)
		return 0;
	(&i->number)[2] = 1;
	bpf_obj_drop_impl(i, 0);
	return 0;
}

RK_LICENSE("GPL");
