/* SPDX-License-Identifier: MIT */
/* Two programs that are accepted. */
#define SEC(name) __attribute__((section(name), used))

struct timer_event {
	unsigned long long scheduled, actual, period;
};

SEC("timer/1ms") int late(struct timer_event *e)
{
	return e->actual > e->scheduled + 100000;
}

SEC("timer/10ms") int early(struct timer_event *e)
{
	volatile unsigned long long sum = 0;

	for (int i = 0; i < 4; i++)
		sum += e->actual;
	return (int)sum;
}

char _license[] SEC("license") = "Dual MIT/GPL";
