// REQUIRES: kernel-btf
// RUN: %clang-bpf -c %s -o %t.o
// RUN: %rkverify --target-btf /sys/kernel/btf/vmlinux %t.o | FileCheck %s
// What is taken out of a list is freed, or put somewhere.
// CHECK: accepted
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
	bpf_obj_drop_impl(i, 0);
	return 0;
}

RK_LICENSE("GPL");
