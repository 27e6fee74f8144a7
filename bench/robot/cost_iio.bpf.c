// SPDX-License-Identifier: MIT
// Nothing, at this hook: what remains is the cost of getting there and back.
#include <rk/rk.bpf.h>

SEC("iio/name:odd/in_voltage2")
int cost_iio(struct iio_event *evt)
{
	return 1;
}

RK_LICENSE("Dual MIT/GPL");
