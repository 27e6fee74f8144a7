/* SPDX-License-Identifier: MIT */
/*
 * Newest samples, for programs that ask (bpf_iio_read, bpf_sensor_last_timestamp) in places where
 * asking a device could sleep. An optional module that sees a device's samples owns its struct,
 * adds it and writes it; programs of any hook read.
 */
#ifndef RK_KMOD_SENSOR_H
#define RK_KMOD_SENSOR_H

#include <linux/types.h>

#include "rk/types.h"

enum { RK_SENSOR_CHANNELS = 64 };

struct rk_sensor {
	struct list_head list;
	u32 device;
	u64 time, have; /* have: channels with a value */
	s64 value[RK_SENSOR_CHANNELS];
};

void rk_sensor_add(struct rk_sensor *s);
void rk_sensor_remove(struct rk_sensor *s); /* sleeps; nobody reads it any more */
s64 rk_sensor_read(void *data, u32 device, u32 channel, u64 *value);
u64 rk_sensor_time(void *data, u32 device);

#endif
