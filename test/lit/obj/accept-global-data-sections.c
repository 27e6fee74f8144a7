// RUN: %clang-bpf -c %s -o %t.o && %unit/obj_dump %t.o | FileCheck %s
#include <rk/rk.bpf.h>

// CHECK-DAG: map .rodata type 2 key 4 value 4 entries 1 flags 128 use 3
// CHECK-DAG: map .data type 2 key 4 value 16 entries 1 flags 0 use 1
// CHECK-DAG: map .bss type 2 key 4 value 8 entries 1 flags 0 use 2
// CHECK: map .data[0] + 8 ll

const volatile int limit = 3;
long first = 1, second = 2;
long zero;

SEC("timer/10ms")
int prog(struct timer_event *e)
{
	second += limit;
	zero++;
	first++;
	return 0;
}
