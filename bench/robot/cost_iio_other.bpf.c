// SPDX-License-Identifier: MIT
// Nothing, at this hook: what remains is the cost of getting there and back.
#include <rk/rk.bpf.h>

SEC("iio/name:other/in_accel_x")
int cost_iio_other(struct iio_event *evt)
{
	return 1;
}

RK_LICENSE("Dual MIT/GPL");
