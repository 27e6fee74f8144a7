// What others can write is loaded by one instruction and never again: value checked is value used.
// RUN: %clang-bpf -c %s -o %t.o && %rkaot dump --ir %t.o 2>&1 | %FileCheck %s
#include <rk/rk.bpf.h>

__u32 limit;
__u64 table[16];

SEC("timer/1ms")
int use(struct timer_event *e)
{
	__u32 i = limit;

	if (i < 16)
		table[i] = e->actual;
	return 0;
}
// CHECK: define {{.*}}i64 @rk_entry
// CHECK-NOT: load i
// CHECK: load atomic i32, {{.*}} unordered, align {{[48]}}
// CHECK-NOT: load i
// CHECK: load atomic i64, {{.*}} unordered, align 8
// CHECK-NOT: load i
// CHECK: store atomic i64
RK_LICENSE("GPL");
