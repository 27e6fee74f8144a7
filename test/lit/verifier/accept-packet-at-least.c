// RUN: %clang-bpf -c %s -o %t.o
// RUN: %rkverify %t.o | FileCheck %s
// Below the end, a byte more is there.
// CHECK: accepted
#include <rk/rk.bpf.h>

SEC("xdp")
__attribute__((naked)) int prog(struct xdp_md *ctx)
{
	asm volatile("r2 = *(u32 *)(r1 + 0)\n"
		     "r3 = *(u32 *)(r1 + 4)\n"
		     "r4 = r2\n"
		     "r4 += 8\n"
		     "r0 = 0\n"
		     "if r4 >= r3 goto 1f\n"
		     "r0 = *(u8 *)(r2 + 8)\n"
		     "1: exit\n" ::
			     : "r0");
}

RK_LICENSE("GPL");
