// REQUIRES: kernel-btf
// RUN: %clang-bpf -c %s -o %t.o
// RUN: not %rkverify --target-btf /sys/kernel/btf/vmlinux %t.o 2>&1 | FileCheck %s
// Kernel pointers in global data are no data either.
// CHECK: error: {{.*}}reaches a lock, timer or kernel pointer{{.*}}[RKV0042]
#include <rk/rk.bpf.h>
#include "Inputs/task.h"

struct task_struct {
	int pid;
} __attribute__((preserve_access_index));

struct task_struct __attribute__((btf_type_tag("kptr"))) *kept SEC(".data.kept");

SEC("tp_btf/sched_switch")
int prog(__u64 *ctx)
{
	*(volatile __u64 *)&kept = 1;
	return 0;
}

RK_LICENSE("GPL");
