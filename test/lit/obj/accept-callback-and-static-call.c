// RUN: %clang-bpf -c %s -o %t.o && %unit/obj_dump %t.o | FileCheck %s
#include <rk/rk.bpf.h>

// A program is followed by the functions it reaches, once each; a callback's address is a function.
// CHECK: program prog section timer/10ms
// CHECK: func prog global
// CHECK: r2 = func @[[CB:[0-9]+]] ll
// CHECK: call loop#181
// CHECK: call @[[SUB:[0-9]+]]
// CHECK: func step callback
// CHECK-NEXT: [[CB]]:
// CHECK: func scale
// CHECK-NEXT: [[SUB]]:
// CHECK-NOT: func unused
// CHECK: kernel_specific 0

static __attribute__((noinline)) long step(unsigned long i, void *ctx)
{
	*(long *)ctx += i;
	return 0;
}

static __attribute__((noinline)) long scale(struct timer_event *e)
{
	return e->actual / 3 + e->missed;
}

__attribute__((noinline)) long unused(long x)
{
	return x ^ 5;
}

static long (*const loop)(unsigned n, void *fn, void *ctx, unsigned long flags) = (void *)181;

SEC("timer/10ms")
int prog(struct timer_event *e)
{
	long sum = 0;

	loop(4, step, &sum, 0);
	return sum + scale(e);
}
