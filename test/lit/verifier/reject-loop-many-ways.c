// RUN: %clang-bpf -c %s -o %t.o
// RUN: not %rkverify --worst-case none %t.o 2>&1 | FileCheck %s
// What a trip ends with is met once for each way through the body, however many trips are known.
// CHECK: error: read of {{.*}}may leave its object{{.*}}[RKV002
#include <rk/rk.bpf.h>
#include "Inputs/rules.h"

SEC("timer/10ms")
int prog(struct timer_event *ctx)
{
	return rules_hold(bpf_get_prandom_u32(), 65);
}

RK_LICENSE("MIT");
