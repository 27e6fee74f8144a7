// REQUIRES: kernel-btf
// RUN: %clang-bpf -c %s -o %t.o
// RUN: not %rkverify --target-btf /sys/kernel/btf/vmlinux %t.o 2>&1 | FileCheck %s
// The function of a work is no section of RCU, though its program is one.
// CHECK: error: {{.*}}is only for sections of bpf_rcu_read_lock, and this is none [RKV0044]
#include "Inputs/work.h"
#include "Inputs/task-iterator.h"

static int task(void *map, int *key, void *value)
{
	struct bpf_iter_task it;

	bpf_iter_task_new(&it, 0, 0);
	bpf_iter_task_destroy(&it);
	return 0;
}
