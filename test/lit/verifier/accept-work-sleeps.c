// REQUIRES: kernel-btf
// RUN: %clang-bpf -c %s -o %t.o
// RUN: %rkverify --target-btf /sys/kernel/btf/vmlinux %t.o | FileCheck %s
// The function of a work may sleep, also where its program may not, and set its work again.
// CHECK: accepted
#include "Inputs/work.h"

static int task(void *map, int *key, void *value)
{
	struct value *v = value;

	bpf_copy_from_user(&v->count, 8, 0);
	bpf_wq_set_callback_impl(&v->work, task, 0, 0);
	bpf_wq_start(&v->work, 0);
	return 0;
}
