// RUN: %clang-bpf -c %s -o %t.o
// RUN: not %rkverify %t.o 2>&1 | FileCheck %s
// A lock in global data is released, too.
// CHECK: error: the program ends while a lock is not released [RKV0046]
#include <rk/rk.bpf.h>

struct bpf_spin_lock lock SEC(".data.locked");
__u64 count SEC(".data.locked");

SEC("tp_btf/sched_switch")
int prog(__u64 *ctx)
{
	bpf_spin_lock(&lock);
	count++;
	return 0;
}

RK_LICENSE("GPL");
