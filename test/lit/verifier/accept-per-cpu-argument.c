// REQUIRES: kernel-btf
// RUN: %clang-bpf -c %s -o %t.o
// RUN: %rkverify --target-btf /sys/kernel/btf/vmlinux %t.o | FileCheck %s
// The address of a per-CPU variable comes from the kernel, not from a number.
// CHECK: accepted
#include <rk/rk.bpf.h>

struct rq;
extern const struct rq runqueues __ksym;

SEC("timer/10ms")
int prog(void *ctx)
{
	char *rq = bpf_this_cpu_ptr(&runqueues);

	return rq[0];
}

RK_LICENSE("GPL");
