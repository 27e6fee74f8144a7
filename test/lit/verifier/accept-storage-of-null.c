// REQUIRES: kernel-btf
// RUN: %clang-bpf -c %s -o %t.o
// RUN: %rkverify --target-btf /sys/kernel/btf/vmlinux %t.o | FileCheck %s
// Storage of nothing is nothing; other helpers are given an object.
// CHECK: accepted
#include <rk/rk.bpf.h>

struct task_struct;
struct task_struct *bpf_task_from_pid(__s32 pid) __ksym;
void bpf_task_release(struct task_struct *p) __ksym;

struct {
	__uint(type, BPF_MAP_TYPE_TASK_STORAGE);
	__uint(map_flags, 1);
	__type(key, int);
	__type(value, __u64);
} seen SEC(".maps");

SEC("tp_btf/sched_switch")
int prog(__u64 *ctx)
{
	struct task_struct *t = bpf_task_from_pid(1);
	__u64 stack[8] = {};

	bpf_task_storage_get(&seen, t, 0, 1);
	if (t)
		bpf_task_release(t);
	return 0;
}

RK_LICENSE("GPL");
