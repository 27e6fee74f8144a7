// SPDX-License-Identifier: MIT
// Each press and release of the power key of QEMU's virt machine (line 3 of its PL061) sets line 5
// of the same chip; the third press makes the emergency stop.
#include <rk/rk.bpf.h>

/* 1 rising, 2 falling; 0: refused; 3: other chip, line or level; 4: not set at once; 5: not stopped
 * at once */
#define SEEN 6
#include "seen.h"

SEC("gpio/name:9030000.pl061/line3/both")
int key(struct gpio_event *evt)
{
	long r = bpf_gpio_set(evt->chip, 5, evt->value);

	count(evt->edge);
	if (evt->line != 3 || evt->value != (evt->edge == GPIO_EDGE_RISING))
		count(3);
	if (r < 0)
		count(0);
	else if (r != 0 || bpf_gpio_get(evt->chip, 5) != evt->value)
		count(4);
	if (evt->sequence == 4) {
		bpf_motor_emergency_stop(MOTOR(0));
		if (bpf_gpio_get(evt->chip, 5) != 0)
			count(5);
	}
	return 0;
}

RK_RUN_LIMIT(4000000000); // a host may take the processor away
RK_LICENSE("Dual MIT/GPL");
