// SPDX-License-Identifier: MIT
// Is data + 8 behind the end? And then what lies STEP further?
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
		     "1: r4 += " STEP "\n"
		     "r0 = 0\n"
		     "if r4 > r3 goto 2f\n"
		     "r0 = *(u8 *)(r5 + 7)\n"
		     "2: exit\n" ::
			     : "r0");
}

RK_LICENSE("GPL");
