// SPDX-License-Identifier: MIT
// How far a place in one object is from FROM, as a number.
#include <rk/rk.bpf.h>

__u64 far, at[4], other[4] SEC(".data.other");

SEC("timer/10ms")
int prog(struct timer_event *ctx)
{
	__u64 r = (__u64)&at[bpf_ktime_get_ns() & 3];

	asm volatile("%0 -= %1" : "+r"(r) : "r"(FROM));
	far = r;
	return 0;
}

RK_LICENSE("GPL");
