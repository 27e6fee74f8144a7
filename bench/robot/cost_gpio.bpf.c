// SPDX-License-Identifier: MIT
// Nothing, at this hook: what remains is the cost of getting there and back.
#include <rk/rk.bpf.h>

SEC("gpio/name:robot/line2/rising")
int cost_gpio(struct gpio_event *evt)
{
	return 0;
}

RK_LICENSE("Dual MIT/GPL");
