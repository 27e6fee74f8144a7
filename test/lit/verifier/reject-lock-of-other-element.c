// REQUIRES: kernel-btf
// RUN: %clang-bpf -c %s -o %t.o
// RUN: not %rkverify --target-btf /sys/kernel/btf/vmlinux %t.o 2>&1 | FileCheck %s
// Two elements of one walk are two values: the lock of one is not released by the other.
// CHECK: error: another lock is held than the one that is released [RKV0052]
#include <rk/rk.bpf.h>
#include "Inputs/lock-walked.h"

static int inner(void *map, int *key, struct value *value, struct value **outer)
{
	struct value *first = *outer;

	bpf_spin_lock(&first->lock);
	first->count++;
	bpf_spin_unlock(&value->lock);
	return 0;
}

static int outer(void *map, int *key, struct value *value, void *context)
{
	bpf_for_each_map_elem(&values, inner, &value, 0);
	return 0;
}

SEC("tp_btf/sys_enter")
int prog(void *ctx)
{
	bpf_for_each_map_elem(&values, outer, 0, 0);
	return 0;
}

RK_LICENSE("GPL");
