// SPDX-License-Identifier: MIT
// One load of kernel memory or own, on the longer way of own. It is compiled as a probe.
#include <rk/rk.bpf.h>

static __u64 own = 1;

SEC("tp_btf/sched_switch")
__attribute__((naked)) int prog(void)
{
	asm volatile("r6 = *(u64 *)(r1 + 0)\n"
		"r2 = *(u64 *)(r1 + 8)\n"
		"if r6 == 0 goto 1f\n"
		"call 5\n" /* ktime_get_ns: 30 */
		"r2 = %[own] ll\n"
		"1: r0 = *(u64 *)(r2 + 0)\n"
		"exit\n" ::[own] "i"(&own) : "memory");
}

RK_LICENSE("GPL");
