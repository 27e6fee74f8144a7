/* SPDX-License-Identifier: MIT */
/* One program that is accepted, and one that uses a number as an address. */
#define SEC(name) __attribute__((section(name), used))

struct timer_event {
	unsigned long long scheduled, actual, period;
};

SEC("timer/1ms") int fine(struct timer_event *e)
{
	return e->actual > e->scheduled;
}

SEC("timer/10ms") int wild(struct timer_event *e)
{
	return *(int *)e->actual;
}

char _license[] SEC("license") = "Dual MIT/GPL";
