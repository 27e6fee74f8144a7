// SPDX-License-Identifier: MIT
// A button (line 0) lights an LED (line 1) of the same chip.
#include <rk/rk.bpf.h>

/* edges: 1 rising, 2 falling; 0: refused writes; 3: out of order */
#define SEEN 4
#include "seen.h"

SEC("gpio/name:robot/line0/both")
int led(struct gpio_event *evt)
{
	count(evt->edge);
	if (evt->value != (evt->edge == GPIO_EDGE_RISING) || evt->line != 0)
		count(3);
	if (bpf_gpio_set(evt->chip, 1, evt->value) < 0)
		count(0);
	return 0;
}

RK_RUN_LIMIT(4000000000); // a host may take the processor away
RK_LICENSE("Dual MIT/GPL");
