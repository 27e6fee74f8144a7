// RUN: %clang-bpf -c %s -o %t.o
// RUN: not %rkverify %t.o 2>&1 | FileCheck %s
// A Bloom filter is asked about a value: the helper reads it, and must find one.
// CHECK: error: the helper would read stack bytes that were never written{{.*}}[RKV0025]
#include <rk/rk.bpf.h>
#include "Inputs/member.h"

SEC("timer/10ms")
int prog(struct timer_event *ctx)
{
	__u32 value;

	return (int)bpf_map_peek_elem(&members, &value);
}

RK_LICENSE("GPL");
