// SPDX-License-Identifier: MIT
// A tracing program may run within a driver's lock, so its emergency stop is made by an interrupt
// of its CPU: that comes while the program goes on.
#include <rk/rk.bpf.h>

/* 0: GPIO chip; 1: stops; 2: the line was low before the end */
#define SEEN 3
#include "seen.h"

SEC("syscall/enter/sync")
int stop_here(struct syscall_event *evt)
{
	__u32 key = 0;
	__u64 *chip = bpf_map_lookup_elem(&seen, &key);
	__u64 high = 0;

	if (!chip)
		return 0;
	bpf_motor_emergency_stop(MOTOR(0));
	count(1);
	for (int i = 0; i < 5000; i++)
		high += bpf_gpio_get((__u32)*chip, 0);
	if (high < 5000 && bpf_gpio_get((__u32)*chip, 0) == 0)
		count(2);
	return 0;
}

RK_WORST_CASE(1000000);
RK_RUN_LIMIT(4000000000);
RK_LICENSE("Dual MIT/GPL");
