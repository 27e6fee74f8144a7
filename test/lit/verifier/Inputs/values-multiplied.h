// SPDX-License-Identifier: MIT
// A caller keeps KEPT while a function that it calls branches 400 times in each trip of a loop.
#include <rk/rk.bpf.h>
#include "hundreds.h"

#define BRANCH(n)                                                                                  \
	"r2 = " #n "\n"                                                                            \
	"*(u8 *)(r10 - 1) = r2\n"                                                                  \
	"if r8 == " #n " goto out_%=\n"

__attribute__((naked, noinline, used)) static int branches(void)
{
	asm volatile("r7 = 0\n"
		     "r8 = r1\n"
		     "next_%=:\n" HUNDRED(BRANCH, 1) HUNDRED(BRANCH, 2) HUNDRED(BRANCH, 3)
			     HUNDRED(BRANCH, 4) "out_%=:\n"
						"r2 = *(u8 *)(r10 - 1)\n"
						"r3 = r2\n"
						"r7 += 1\n"
						"if r7 < 100 goto next_%=\n"
						"r0 = 0\n"
						"exit\n" ::
				     : "memory");
}

#define CALLED                                                                                     \
	"r1 = r6\n"                                                                                \
	"call branches\n"

SEC("timer/10ms")
__attribute__((naked)) int prog(void *ctx)
{
	asm volatile("r6 = *(u64 *)(r1 + 8)\n" KEPT(STORED)
		     ".rept 400\n" CALLED ".endr\n" KEPT(LOADED) "r0 = 0\n"
		     "exit\n" ::
			     : "memory");
}

RK_LICENSE("MIT");
