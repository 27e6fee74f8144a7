// Loops that clear or copy stay loops: there is no memset to call.
// RUN: %clang-bpf -fno-builtin -c %s -o %t.o && %rkaot dump --ir %t.o 2>&1 | %FileCheck %s
#include <rk/rk.bpf.h>

__u64 table[256], copy[256];

SEC("timer/1ms")
int clear(struct timer_event *e)
{
	for (int i = 0; i < 256; i++)
		table[i] = 0;
	for (int i = 0; i < 256; i++)
		copy[i] = table[i];
	return 0;
}
// CHECK: define {{.*}}i64 @rk_entry
// CHECK-NOT: memset
// CHECK-NOT: memcpy
RK_LICENSE("GPL");
