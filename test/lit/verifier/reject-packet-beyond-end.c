// RUN: %clang-bpf -c %s -o %t.o
// RUN: not %rkverify %t.o 2>&1 | FileCheck %s
// What was found to be behind the end is behind it when it is asked again, and so is what lies further.
// CHECK: error: r5 is null here{{.*}}[RKV0022]
#include <rk/rk.bpf.h>

SEC("xdp")
__attribute__((naked)) int prog(struct xdp_md *ctx)
{
	asm volatile("r3 = *(u32 *)(r1 + 4)\n"
		     "r2 = *(u32 *)(r1 + 0)\n"
		     "r4 = r2\n"
		     "r4 += 8\n"
		     "r5 = 0\n"
		     "if r4 > r3 goto 1f\n"
		     "r5 = r2\n"
		     "1: r4 += -1\n"
		     "r0 = 0\n"
		     "if r4 > r3 goto 2f\n"
		     "r0 = *(u8 *)(r5 + 7)\n"
		     "2: exit\n" ::
			     : "r0");
}

RK_LICENSE("GPL");
