// SPDX-License-Identifier: MIT
// A device that the robot lacks.
#include <rk/rk.bpf.h>

SEC("iio/device7/in_accel_x")
int iio_none(struct iio_event *evt)
{
	return 1;
}

RK_LICENSE("Dual MIT/GPL");
