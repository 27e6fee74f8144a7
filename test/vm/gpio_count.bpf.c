// SPDX-License-Identifier: MIT
// Counts the rising edges of line 2 and reads line 3, which the administrator configured.
#include <rk/rk.bpf.h>

/* 0: edges, 1: sequence and level not as expected, 2: line 3 was high */
#define SEEN 3
#include "seen.h"

SEC("gpio/name:robot/line2/rising")
int rise(struct gpio_event *evt)
{
	if (count(0) != evt->sequence || evt->value != 1 || evt->edge != GPIO_EDGE_RISING)
		count(1);
	if (bpf_gpio_get(evt->chip, 3) == 1)
		count(2);
	return 0;
}

RK_RUN_LIMIT(4000000000); // a host may take the processor away
RK_LICENSE("Dual MIT/GPL");
