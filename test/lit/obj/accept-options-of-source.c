// RUN: %clang-bpf -c %s -o %t.o && %unit/obj_dump %t.o | FileCheck %s
#include <rk/rk.bpf.h>

// CHECK: worst_case 4321 fail 2 run_limit 250000
RK_WORST_CASE(4321);
RK_RUN_LIMIT(250000);
RK_FAIL(stop);

SEC("timer/10ms")
int prog(struct timer_event *e)
{
	return 0;
}
