// SPDX-License-Identifier: MIT
// A device without a buffer.
#include <rk/rk.bpf.h>

SEC("iio/name:bare/in_voltage0")
int iio_bare(struct iio_event *evt)
{
	return 1;
}

RK_LICENSE("Dual MIT/GPL");
