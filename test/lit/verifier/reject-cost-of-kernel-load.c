// RUN: %clang-bpf -c %s -o %t.o
// RUN: not %rkverify --worst-case 137 %t.o 2>&1 | FileCheck %s
// A load through a kernel pointer costs what the helper that probes costs: 125, and 10 for its 8 bytes.
// CHECK: error: the worst case is 138 instructions; 'TP_BTF' programs may take 137 [RKV0061]
#include <rk/rk.bpf.h>

SEC("tp_btf/sched_switch")
__u64 prog(__u64 *ctx)
{
	return *(__u64 *)ctx[1];
}

RK_LICENSE("GPL");
