// RUN: %clang-bpf -c %s -o %t.1.o && %clang-bpf -DTYPE=int -c %s -o %t.2.o && %clang-bpf -DVALUE=9 -c %s -o %t.3.o
// RUN: for n in 1 2 3; do %unit/obj_dump %t.$n.o; done | FileCheck %s
#include <rk/rk.bpf.h>

// Another type of a variable is another layout, another value is not.
// CHECK: map .data {{.*}} layout [[LAYOUT:[0-9a-f]+]]
// CHECK: program prog
// CHECK-NOT: layout [[LAYOUT]]
// CHECK: program prog
// CHECK: map .data {{.*}} layout [[LAYOUT]]
#ifndef TYPE
#define TYPE unsigned int
#endif
#ifndef VALUE
#define VALUE 1
#endif

TYPE speed = VALUE;

SEC("timer/10ms")
int prog(struct timer_event *e)
{
	speed += e->missed;
	return 0;
}
