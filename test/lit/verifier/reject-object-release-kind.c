// REQUIRES: kernel-btf
// RUN: %clang-bpf -c %s -o %t.o
// RUN: not %rkverify --target-btf /sys/kernel/btf/vmlinux %t.o 2>&1 | FileCheck %s
// A cgroup is not released as a task.
// CHECK: error: argument 1{{.*}}bpf_task_release takes{{.*}}[RKV0040]
#include <rk/rk.bpf.h>
#include "Inputs/task.h"

struct cgroup;
struct cgroup *bpf_cgroup_from_id(__u64 id) __ksym;
void bpf_cgroup_release(struct cgroup *c) __ksym;

SEC("tp_btf/sched_switch")
int prog(__u64 *ctx)
{
	struct cgroup *c = bpf_cgroup_from_id(1);

	if (c)
		bpf_task_release((void *)c);
	return 0;
}

RK_LICENSE("GPL");
