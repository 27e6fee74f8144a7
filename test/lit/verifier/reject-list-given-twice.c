// REQUIRES: kernel-btf
// RUN: %clang-bpf -c %s -o %t.o
// RUN: not %rkverify --target-btf /sys/kernel/btf/vmlinux %t.o 2>&1 | FileCheck %s
// An object that was put into a list is not the program's any more.
// CHECK: error: argument 2 (r2) is an object of type 'struct item'; bpf_list_push_front_impl takes the member of an object that the program holds, which the head's tag names [RKV0040]
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
	bpf_list_push_front_impl(&list, &i->in_list, 0, 0);
	bpf_spin_unlock(&list_lock);
	return 0;
}

RK_LICENSE("GPL");
