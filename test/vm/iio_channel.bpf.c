// SPDX-License-Identifier: MIT
// A channel that the device lacks.
#include <rk/rk.bpf.h>

SEC("iio/device0/in_magn_x")
int iio_channel(struct iio_event *evt)
{
	return 1;
}

RK_LICENSE("Dual MIT/GPL");
