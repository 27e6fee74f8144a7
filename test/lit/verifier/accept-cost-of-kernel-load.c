// RUN: %clang-bpf -c %s -o %t.o
// RUN: %rkverify --explain-accept --worst-case 138 %t.o | FileCheck %s
// A load through a kernel pointer costs what the helper that probes costs: 125, and 10 for its 8 bytes.
// CHECK: accepted
// CHECK: worst case: 138 instructions
#include <rk/rk.bpf.h>

SEC("tp_btf/sched_switch")
__u64 prog(__u64 *ctx)
{
	return *(__u64 *)ctx[1];
}

RK_LICENSE("GPL");
