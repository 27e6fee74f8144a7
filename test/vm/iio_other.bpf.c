// SPDX-License-Identifier: MIT
// Drops every scan of another device than the one that is looked at.
#include <rk/rk.bpf.h>

SEC("iio/name:other/in_accel_x")
int iio_other(struct iio_event *evt)
{
	return 0;
}

RK_LICENSE("Dual MIT/GPL");
