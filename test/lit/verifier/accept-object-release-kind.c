// REQUIRES: kernel-btf
// RUN: %clang-bpf -c %s -o %t.o
// RUN: %rkverify --target-btf /sys/kernel/btf/vmlinux %t.o | FileCheck %s
// A cgroup is released as a cgroup.
// CHECK: accepted
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
		bpf_cgroup_release(c);
	return 0;
}

RK_LICENSE("GPL");
