// REQUIRES: kernel-btf
// RUN: %clang-bpf -c %s -o %t.o
// RUN: not %rkverify --target-btf /sys/kernel/btf/vmlinux %t.o 2>&1 | FileCheck %s
// What is taken out of a list is freed, or put somewhere.
// CHECK: error: the program ends while a kernel object is still held [RKV0046]
#include <rk/rk.bpf.h>
#include "Inputs/listed.h"

SEC("tc")
int prog(struct __sk_buff *ctx)
{
	struct bpf_list_node *n;
	struct item *i;

	bpf_spin_lock(&list_lock);
	n = bpf_list_pop_front(&list);
	bpf_spin_unlock(&list_lock);
	if (!n)
		return 0;
	i = item_of(n, in_list);
	i->number = 1;
	return 0;
}

RK_LICENSE("GPL");
