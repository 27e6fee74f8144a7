// Jump and look-up tables would be data outside the text: the object may hold none.
// RUN: %clang-bpf -c %s -o %t.o && %rkaot build --target x86_64 --target aarch64 %t.o -o %t.rkb
// RUN: %rkaot check %t.rkb | %FileCheck %s
#include <rk/rk.bpf.h>

SEC("timer/1ms")
int pick(struct timer_event *e)
{
	switch (e->sequence) {
	case 0: return 17;
	case 1: return 4711;
	case 2: return 3;
	case 3: return 99;
	case 4: return 1000;
	case 5: return 12;
	case 6: return 77;
	case 7: return -5;
	default: return e->missed;
	}
}
// CHECK: pick: x86_64
// CHECK: pick: aarch64
RK_LICENSE("GPL");
