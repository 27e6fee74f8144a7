// RUN: %clang-bpf -c %s -o %t.o
// RUN: %rkverify %t.o | FileCheck %s
// A lock in global data is released, too.
// CHECK: accepted
#include <rk/rk.bpf.h>

struct bpf_spin_lock lock SEC(".data.locked");
__u64 count SEC(".data.locked");

SEC("tp_btf/sched_switch")
int prog(__u64 *ctx)
{
	bpf_spin_lock(&lock);
	count++;
	bpf_spin_unlock(&lock);
	return 0;
}

RK_LICENSE("GPL");
