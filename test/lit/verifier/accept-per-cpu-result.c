// REQUIRES: kernel-btf
// RUN: %clang-bpf -c %s -o %t.o
// RUN: %rkverify --target-btf /sys/kernel/btf/vmlinux %t.o | FileCheck %s
// What a per-CPU helper returns may point anywhere: helpers that follow pointers do not take it.
// CHECK: accepted
#include <rk/rk.bpf.h>

struct rq;
extern const struct rq runqueues __ksym;

SEC("timer/10ms")
int prog(void *ctx)
{
	char *rq = bpf_this_cpu_ptr(&runqueues);
	__u64 trace[8];

	bpf_get_task_stack((void *)bpf_get_current_task_btf(), trace, sizeof(trace), 0);
	return rq[0];
}

RK_LICENSE("GPL");
