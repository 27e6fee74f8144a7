/*
 * RUN: %clang-bpf -c %s -o %t.o
 * RUN: not %rkverify %t.o | FileCheck %s
 * CHECK: error: {{.*}}pointer to the stack{{.*}}in the frame of a caller{{.*}}[RKV0032]
 * Liveness relies on it: no address of a frame is kept where its own function cannot see it.
 */
#define SEC(name) __attribute__((section(name), used))

static __attribute__((noinline)) int keep(unsigned long *p, unsigned long x)
{
	volatile unsigned long local[2];

	local[0] = x;
	local[1] = 1;
	*p = (unsigned long)&local[0];
	asm volatile("" ::: "memory");
	return *(volatile unsigned long *)(*(volatile unsigned long *)p);
}

SEC("timer/1ms") int f(struct timer_event { unsigned long scheduled, actual; } *e)
{
	unsigned long slot = 0;

	return keep(&slot, e->actual);
}
