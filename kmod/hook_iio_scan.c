/* SPDX-License-Identifier: MIT */
/*
 * A scan, as a driver pushes it: its channels in the order of their scan index, each aligned to its
 * own size. Values go to the sensor cache first, so that a program at one channel can read the
 * others of the same scan, and then to the programs. Drivers push one scan at a time.
 */
#include <linux/align.h>
#include <linux/bitops.h>
#include <linux/ktime.h>
#include <linux/log2.h>
#include <linux/rculist.h>

#include "compat.h"
#include "hook_iio.h"

/* Byte by byte: sizes, byte orders and alignments alike. */
static s64 decode(const u8 *at, const struct rk_iio_format *f)
{
	u64 v = 0;

	for (u32 i = 0; i < f->bytes; i++)
		v |= (u64)at[f->big_endian ? f->bytes - 1 - i : i] << 8 * i;
	v = v >> f->shift & GENMASK_ULL(f->bits - 1, 0);
	return f->is_signed ? sign_extend64(v, f->bits - 1) : (s64)v;
}

static void store_values(struct rk_iio_source *s, const u8 *data, u64 mask, u64 now)
{
	size_t at = 0;
	u64 have = 0;

	for (u64 left = mask; left; left &= left - 1) {
		u32 channel = (u32)__ffs64(left);
		const struct rk_iio_format *f = &s->format[channel];

		if (!f->bytes) /* after it nothing can be found */
			break;
		at = ALIGN(at, f->bytes);
		if (f->readable) {
			WRITE_ONCE(s->sensor.value[channel], decode(data + at, f));
			have |= BIT_ULL(channel);
		}
		at += f->bytes;
	}
	smp_store_release(&s->sensor.have, have);
	WRITE_ONCE(s->sensor.time, now);
}

/* true: the program does not want the scan. */
static bool run_tap(const struct rk_iio_source *s, struct rk_iio_tap *tap, u64 now)
{
	struct iio_event event = {
		.timestamp = now,
		.value = s->sensor.value[tap->channel],
		.scale = tap->scale,
		.rate = tap->rate,
		.device = s->sensor.device,
		.channel = tap->channel,
	};
	u64 ret;

	if (s->sensor.have & BIT_ULL(tap->channel))
		return rk_link_run(tap->link, &event, &ret) && !(u32)ret;
	atomic64_inc(&tap->link->missed);
	return false;
}

bool rk_iio_scan(struct rk_iio_source *s, const void *data, u64 mask)
{
	struct rk_iio_tap *tap;
	bool dropped = false;
	u64 now;

	if (list_empty(&s->taps))
		return true;
	now = ktime_get_mono_fast_ns();
	store_values(s, data, mask, now);
	/* Every program sees the scan, also where one has dropped it. */
	list_for_each_entry_rcu(tap, &s->taps, list)
		dropped |= run_tap(s, tap, now);
	return !dropped;
}

bool rk_iio_push(const struct iio_dev *dev, const void *data)
{
	const unsigned long *mask = READ_ONCE(dev->active_scan_mask);
	struct rk_iio_source *s;
	bool forward = true;

	preempt_disable_notrace();
	list_for_each_entry_rcu(s, &rk_iio_sources, list)
		if (s->dev == dev && s->way->calls && mask)
			forward = rk_iio_scan(s, data, mask[0]);
	preempt_enable_notrace();
	return forward;
}

/* Its address is where a skipped call goes on, so it begins and returns as any function does. */
noinline notrace int rk_iio_skipped(void)
{
	return 0;
}

static struct rk_iio_format format_of(const struct iio_chan_spec *c)
{
	u32 bytes = c->scan_type.storagebits / 8 * max_t(u32, c->scan_type.repeat, 1);
	struct rk_iio_format f = {
		.bytes = bytes <= 128 && is_power_of_2(bytes) ? (u8)bytes : 0,
		.bits = c->scan_type.realbits,
		.shift = c->scan_type.shift,
		.is_signed = c->scan_type.sign == 's',
		.big_endian =
			c->scan_type.endianness == IIO_BE ||
			(c->scan_type.endianness == IIO_CPU && IS_ENABLED(CONFIG_CPU_BIG_ENDIAN)),
	};

	f.readable = f.bytes && f.bytes <= 8 && c->scan_type.repeat <= 1 && f.bits &&
		     f.bits + f.shift <= 8 * f.bytes && (f.is_signed || c->scan_type.sign == 'u');
	return f;
}

static bool varies(const struct iio_chan_spec *c)
{
#ifdef RK_HAVE_IIO_EXT_SCAN_TYPE
	return c->has_ext_scan_type;
#else
	return false;
#endif
}

int rk_iio_formats(struct rk_iio_source *s, const char **why)
{
	*why = "a channel of the device has a format that this module does not know";
	for (int i = 0; i < s->dev->num_channels; i++) {
		const struct iio_chan_spec *c = &s->dev->channels[i];
		struct rk_iio_format f;

		if (c->scan_index < 0 || c->scan_index >= RK_SENSOR_CHANNELS ||
			c->type == IIO_TIMESTAMP)
			continue;
		f = format_of(c);
		if (varies(c) || !f.bytes)
			return RK_EHOOK;
		s->format[c->scan_index] = f;
	}
	return RK_OK;
}
