/* SPDX-License-Identifier: MIT */
/* IIO devices and channels by the names that sections use, and a channel's units. */
#include <linux/iio/consumer.h>
#include <linux/math64.h>
#include <linux/string.h>

#include "driver.h"
#include "hook_iio.h"

struct search {
	const char *name;
	struct device *skip;
};

bool rk_iio_is_named(const struct device *dev, const char *name)
{
	const struct iio_dev *iio = container_of(dev, struct iio_dev, dev);
	u32 n, id;

	if (sscanf(dev_name(dev), "iio:device%u", &id) != 1)
		return false; /* a trigger */
	if (rk_iio_is_proxy(iio))
		return false;
	if (sscanf(name, "device%u", &n) == 1)
		return n == id;
	if (strncmp(name, "name:", 5))
		return false;
	return (iio->name && !strcmp(iio->name, name + 5)) ||
	       (dev->parent && rk_driver_is(dev->parent, name + 5));
}

static int is_wanted(struct device *dev, const void *data)
{
	const struct search *s = data;

	return dev != s->skip && rk_iio_is_named(dev, s->name);
}

struct iio_dev *rk_iio_find(const char *name, const char **why)
{
	struct search s = {.name = name};
	struct device *dev, *other;

	*why = "the image was built without a target profile that gives this role a device";
	if (!strncmp(name, "role:", 5))
		return NULL;
	*why = "the kernel has no IIO device of this name";
	dev = bus_find_device(&iio_bus_type, NULL, &s, is_wanted);
	if (!dev)
		return NULL;
	s.skip = dev;
	other = bus_find_device(&iio_bus_type, NULL, &s, is_wanted);
	if (!other)
		return container_of(dev, struct iio_dev, dev);
	*why = "several IIO devices have this name: say device<N>";
	put_device(other);
	put_device(dev);
	return NULL;
}

/* The scan index of a channel is the content of its file <channel>_index in sysfs. */
static int index_of(struct iio_dev *dev, const char *name)
{
	struct attribute **attrs = dev->buffer->buffer_group.attrs;
	char *page = (char *)get_zeroed_page(GFP_KERNEL);
	size_t len = strlen(name);
	int index = -1;

	for (; page && attrs && *attrs; attrs++) {
		struct device_attribute *a = container_of(*attrs, struct device_attribute, attr);

		if (strncmp(a->attr.name, name, len) || strcmp(a->attr.name + len, "_index"))
			continue;
		if (a->show(&dev->dev, a, page) <= 0 || kstrtoint(strim(page), 10, &index))
			index = -1;
		break;
	}
	free_page((unsigned long)page);
	return index;
}

const struct iio_chan_spec *rk_iio_channel(struct iio_dev *dev, const char *name, const char **why)
{
	int index = index_of(dev, name);

	*why = "the device has no such channel in its buffer";
	if (index < 0)
		return NULL;
	*why = "only the first 64 channels of a scan can be reached";
	for (int i = 0; index < RK_SENSOR_CHANNELS && i < dev->num_channels; i++) {
		if (dev->channels[i].scan_index != index)
			continue;
		*why = "the timestamp is not a channel: every event has one";
		return dev->channels[i].type == IIO_TIMESTAMP ? NULL : &dev->channels[i];
	}
	return NULL;
}

/* What the driver says of a channel, times 10^9; 0: nothing, or nothing that fits. */
static s64 nano_of(struct iio_channel *c, enum iio_chan_info_enum what)
{
	int v = 0, v2 = 0, type = iio_read_channel_attribute(c, &v, &v2, what);
	s64 fraction = type == IIO_VAL_INT_PLUS_MICRO ? 1000LL * abs(v2) : abs(v2);

	switch (type) {
	case IIO_VAL_INT: return v * 1000000000LL;
	case IIO_VAL_INT_PLUS_MICRO:
	case IIO_VAL_INT_PLUS_NANO:
		fraction += abs(v) * 1000000000LL;
		return v < 0 || v2 < 0 ? -fraction : fraction;
	case IIO_VAL_FRACTIONAL: return v2 ? div_s64(v * 1000000000LL, v2) : 0;
	case IIO_VAL_FRACTIONAL_LOG2:
		return v2 < 0 || v2 > 62 ? 0 : div64_s64(v * 1000000000LL, 1LL << v2);
	default: return 0;
	}
}

void rk_iio_units(struct iio_dev *dev, const struct iio_chan_spec *chan, struct rk_iio_tap *tap)
{
	struct iio_channel c = {.indio_dev = dev, .channel = chan};
	s64 rate = nano_of(&c, IIO_CHAN_INFO_SAMP_FREQ);

	tap->scale = nano_of(&c, IIO_CHAN_INFO_SCALE);
	tap->rate = rate > 0 ? div_u64((u64)rate, 1000000) : 0;
}
