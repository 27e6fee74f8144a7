// RUN: %clang-bpf -c %s -o %t.o
// RUN: %rkverify --worst-case none %t.o | FileCheck %s
// What a trip ends with is met once for each way through the body, however many trips are known.
// CHECK: accepted
#include <rk/rk.bpf.h>
#include "Inputs/rules.h"

SEC("timer/10ms")
int prog(struct timer_event *ctx)
{
	return rules_hold(bpf_get_prandom_u32(), 64);
}

RK_LICENSE("MIT");
