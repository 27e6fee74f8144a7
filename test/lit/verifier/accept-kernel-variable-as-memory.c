// REQUIRES: kernel-btf
// RUN: %clang-bpf -c %s -o %t.o
// RUN: %rkverify --target-btf /sys/kernel/btf/vmlinux %t.o | FileCheck %s
// What a CPU has of a variable is read where it lies, and the copy is given to a helper.
// CHECK: accepted
#include <rk/rk.bpf.h>
#include "Inputs/ring.h"

struct rq {
	unsigned int nr_running;
} __attribute__((preserve_access_index));

extern const struct rq runqueues __ksym;

SEC("tp_btf/sched_switch")
int prog(void *ctx)
{
	struct rq *mine = bpf_this_cpu_ptr(&runqueues);
	unsigned int copy = mine->nr_running;

	return bpf_ringbuf_output(&ring, &copy, 4, 0);
}

RK_LICENSE("GPL");
