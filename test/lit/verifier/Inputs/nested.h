// SPDX-License-Identifier: MIT
// Loops in one another, each with a counter on the stack, as LOOPS and LOOPS_BACK list them; KEPT
// is stored before, and read behind.
#include <rk/rk.bpf.h>
#include "hundreds.h"

#define BEGIN(n)                                                                                   \
	"r1 = 0\n"                                                                                 \
	"*(u8 *)(r10 - " #n ") = r1\n"                                                             \
	"loop" #n "_%=:\n"
#define END(n)                                                                                     \
	LOADED(n) "r1 += 1\n"                                                                      \
		  "*(u8 *)(r10 - " #n ") = r1\n"                                                   \
		  "if r1 < 2 goto loop" #n "_%=\n"

SEC("timer/10ms")
__attribute__((naked)) int prog(void *ctx)
{
	asm volatile("r6 = *(u64 *)(r1 + 8)\n" KEPT(STORED) LOOPS(BEGIN) LOOPS_BACK(END)
			     KEPT(LOADED) "r0 = 0\n"
					  "exit\n" ::
				     : "memory");
}

RK_LICENSE("MIT");
