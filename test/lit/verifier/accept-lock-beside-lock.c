// REQUIRES: kernel-btf
// RUN: %clang-bpf -c %s -o %t.o
// RUN: %rkverify --target-btf /sys/kernel/btf/vmlinux %t.o | FileCheck %s
// One lock is clear.
// CHECK: prog (tp_btf/sys_enter): accepted
#include <rk/rk.bpf.h>
#include "Inputs/lock-walked.h"

SEC("tp_btf/sys_enter")
int prog(void *ctx)
{
	int key = 0;
	struct value *value = bpf_map_lookup_elem(&values, &key);

	if (!value)
		return 0;
	bpf_spin_lock(&value->lock);
	value->count++;
	bpf_spin_unlock(&value->lock);
	return 0;
}

RK_LICENSE("GPL");
