// REQUIRES: kernel-btf
// RUN: %clang-bpf -c %s -o %t.o
// RUN: not %rkverify --target-btf /sys/kernel/btf/vmlinux %t.o 2>&1 | FileCheck %s
// The function of a work may sleep, also where its program may not, and set its work again.
// CHECK: error: bpf_copy_from_user may sleep, which a section of bpf_rcu_read_lock forbids [RKV0044]
#include "Inputs/work.h"
#include "Inputs/rcu.h"

static int task(void *map, int *key, void *value)
{
	struct value *v = value;

	bpf_rcu_read_lock();
	bpf_copy_from_user(&v->count, 8, 0);
	bpf_rcu_read_unlock();
	return 0;
}
