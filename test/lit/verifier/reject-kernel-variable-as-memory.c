// REQUIRES: kernel-btf
// RUN: %clang-bpf -c %s -o %t.o
// RUN: not %rkverify --target-btf /sys/kernel/btf/vmlinux %t.o 2>&1 | FileCheck %s
// The address of a variable of each CPU is none of memory: no helper may follow it.
// CHECK: error: r2 is a pointer to kernel type 'struct rq'; the helper takes the program's own memory [RKV0040]
#include <rk/rk.bpf.h>
#include "Inputs/ring.h"

struct rq {
	unsigned int nr_running;
} __attribute__((preserve_access_index));

extern const struct rq runqueues __ksym;

SEC("tp_btf/sched_switch")
int prog(void *ctx)
{
	return bpf_ringbuf_output(&ring, (void *)&runqueues, 4, 0);
}

RK_LICENSE("GPL");
