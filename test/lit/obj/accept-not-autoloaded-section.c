// RUN: %clang-bpf -c %s -o %t.o && %unit/obj_dump %t.o | FileCheck %s
#include <rk/rk.bpf.h>

// CHECK: program prog section timer/10ms
SEC("?timer/10ms")
int prog(struct timer_event *e)
{
	return 0;
}
