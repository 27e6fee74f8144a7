// REQUIRES: kernel-btf
// RUN: %clang-bpf -c %s -o %t.o
// RUN: %rkverify --target-btf /sys/kernel/btf/vmlinux %t.o | FileCheck %s
// A slice whose buffer is an object is used as long as that is there.
// CHECK: accepted
#include <rk/rk.bpf.h>
#include "Inputs/allocated.h"
#include "Inputs/slice.h"

SEC("tc")
int prog(struct __sk_buff *skb)
{
	struct item *i = bpf_obj_new_impl(__builtin_btf_type_id(*(struct item *)0, 0), 0);
	struct bpf_dynptr p;
	char *x, found = 0;

	if (!i)
		return 0;
	bpf_dynptr_from_skb(skb, 0, &p);
	x = bpf_dynptr_slice(&p, 0, &i->number, 8);
	if (x)
		found = x[3];
	bpf_obj_drop_impl(i, 0);
	return found & 1;
}

RK_LICENSE("GPL");
