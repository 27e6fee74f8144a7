// SPDX-License-Identifier: MIT
// A device whose buffer takes no scans from the processor.
#include <rk/rk.bpf.h>

SEC("iio/name:dma/in_voltage0")
int iio_dma(struct iio_event *evt)
{
	return 1;
}

RK_LICENSE("Dual MIT/GPL");
