// SPDX-License-Identifier: MIT
// Six functions, each of which calls the next TIMES times.
#include <rk/rk.bpf.h>

#define CALLER(name, callee)                                                                       \
	__attribute__((naked, noinline, used)) static int name(void)                               \
	{                                                                                          \
		asm volatile(".rept " TIMES "\n"                                                   \
			     "call " #callee "\n"                                                  \
			     ".endr\n"                                                             \
			     "r0 = 0\n"                                                            \
			     "exit\n" ::                                                           \
				     : "memory");                                                  \
	}

__attribute__((naked, noinline, used)) static int sixth(void)
{
	asm volatile("r0 = 0\n"
		     "exit\n" ::
			     : "memory");
}

CALLER(fifth, sixth)
CALLER(fourth, fifth)
CALLER(third, fourth)
CALLER(second, third)
CALLER(first, second)

SEC("raw_tp/x")
int prog(void *ctx)
{
	return first();
}

RK_LICENSE("MIT");
