// RUN: %clang-bpf -c %s -o %t.o
// RUN: %rkverify --arena 16384 --worst-case none %t.o | FileCheck %s
// RUN: not %rkverify --arena 512 --worst-case none %t.o | FileCheck --check-prefix=SMALL %s
// A loop that is not stepped trip by trip needs a few states, however long it runs.
// CHECK: accepted
// SMALL: [RKV0063]
#include <rk/rk.bpf.h>

SEC("timer/10ms")
__attribute__((naked)) int prog(void)
{
	asm volatile("r6 = 0\n"
		     "1:\n"
		     "r7 = r6\n"
		     "r7 &= 7\n"
		     "r7 <<= 3\n"
		     "r8 = r10\n"
		     "r8 += -64\n"
		     "r8 += r7\n"
		     "*(u64 *)(r8 + 0) = r6\n"
		     "r6 += 1\n"
		     "if r6 < 100000 goto 1b\n"
		     "r0 = 0\n"
		     "exit\n"
		     ::: "memory");
}

RK_LICENSE("MIT");
