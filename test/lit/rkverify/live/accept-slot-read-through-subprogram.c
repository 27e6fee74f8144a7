/*
 * RUN: %clang-bpf -c %s -o %t.o
 * RUN: %rkverify %t.o | FileCheck %s
 * The twin: an address passed down and used while its frame lives.
 * CHECK: f (timer/1ms): accepted
 */
#define SEC(name) __attribute__((section(name), used))

static __attribute__((noinline)) int use(volatile unsigned long *p, unsigned long x)
{
	*p = x;
	return (int)*p;
}

SEC("timer/1ms") int f(struct timer_event { unsigned long scheduled, actual; } *e)
{
	unsigned long slot = 0;

	return use(&slot, e->actual);
}
