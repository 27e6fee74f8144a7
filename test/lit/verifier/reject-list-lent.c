// REQUIRES: kernel-btf
// RUN: %clang-bpf -c %s -o %t.o
// RUN: not %rkverify --target-btf /sys/kernel/btf/vmlinux %t.o 2>&1 | FileCheck %s
// What is in a list is there until the lock is released.
// CHECK: error: r{{[0-9]}} points to something that was given back before [RKV0047]
#include <rk/rk.bpf.h>
#include "Inputs/listed.h"

SEC("tc")
int prog(struct __sk_buff *ctx)
{
	struct item *i = new_item();

	if (!i)
		return 0;
	i->number = ctx->len;
	bpf_spin_lock(&list_lock);
	bpf_list_push_front_impl(&list, &i->in_list, 0, 0);
	bpf_spin_unlock(&list_lock);
	i->number++;
	return 0;
}

RK_LICENSE("GPL");
