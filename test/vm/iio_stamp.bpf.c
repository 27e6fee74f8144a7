// SPDX-License-Identifier: MIT
// The timestamp is no channel of values.
#include <rk/rk.bpf.h>

SEC("iio/device0/in_timestamp")
int iio_stamp(struct iio_event *evt)
{
	return 1;
}

RK_LICENSE("Dual MIT/GPL");
