// SPDX-License-Identifier: MIT
/*
 * IIO devices that Linux has and the simulated one is not: `odd`, with channels of many formats and
 * a scan for each write to the parameter `push`; `bare`, without a buffer; `dma`, whose buffer
 * takes no scans from the processor.
 */
#include <linux/iio/buffer_impl.h>
#include <linux/iio/iio.h>
#include <linux/iio/kfifo_buf.h>
#include <linux/module.h>
#include <linux/platform_device.h>

#define CHANNEL(n, s, real, storage, right, end)                                                   \
	{                                                                                          \
		.type = IIO_VOLTAGE,                                                               \
		.indexed = 1,                                                                      \
		.channel = (n),                                                                    \
		.scan_index = (n),                                                                 \
		.info_mask_separate = BIT(IIO_CHAN_INFO_RAW) | BIT(IIO_CHAN_INFO_SCALE),           \
		.info_mask_shared_by_all = BIT(IIO_CHAN_INFO_SAMP_FREQ),                           \
		.scan_type = {.sign = (s),                                                         \
			.realbits = (real),                                                        \
			.storagebits = (storage),                                                  \
			.shift = (right),                                                          \
			.endianness = (end)},                                                      \
	}

static const struct iio_chan_spec channels[] = {
	CHANNEL(0, 's', 8, 8, 0, IIO_CPU),
	CHANNEL(1, 's', 12, 16, 4, IIO_BE),
	CHANNEL(2, 'u', 12, 16, 4, IIO_LE),
	CHANNEL(3, 's', 24, 32, 8, IIO_BE),
	CHANNEL(4, 'u', 32, 32, 0, IIO_CPU),
	CHANNEL(5, 's', 64, 64, 0, IIO_BE),
	CHANNEL(6, 'u', 10, 16, 0, IIO_CPU),
	IIO_CHAN_SOFT_TIMESTAMP(7),
};

/* All channels at their alignment: 0xff pads what no channel may show. */
static const u8 scan[40] = {
	0x80, 0xff,                                     /* 0: -128 */
	0x80, 0x1f,                                     /* 1: -2047 */
	0xf0, 0xff, 0xff, 0xff,                         /* 2: 4095; padding */
	0xff, 0xff, 0xfe, 0xff,                         /* 3: -2 */
	0xff, 0xff, 0xff, 0xff,                         /* 4: 4294967295 */
	0x80, 0, 0, 0, 0, 0, 0, 0,                      /* 5: the least */
	0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, /* 6: 1023; padding */
};

static int read_raw(
	struct iio_dev *dev, const struct iio_chan_spec *c, int *val, int *val2, long what)
{
	if (what == IIO_CHAN_INFO_SAMP_FREQ) {
		*val = 12;
		*val2 = 500000;
		return IIO_VAL_INT_PLUS_MICRO;
	}
	*val = c->channel == 1 ? -3 : 3;
	*val2 = c->channel == 2 ? 4 : 500;
	if (what != IIO_CHAN_INFO_SCALE)
		return IIO_VAL_INT;
	switch (c->channel) {
	case 0: return IIO_VAL_INT;
	case 1: return IIO_VAL_INT_PLUS_NANO;
	case 2: return IIO_VAL_FRACTIONAL_LOG2;
	case 3: return IIO_VAL_FRACTIONAL;
	case 4: return IIO_VAL_INT_PLUS_MICRO;
	default: return -EINVAL;
	}
}

static const struct iio_info info = {.read_raw = read_raw};
static struct platform_device *parents[3];
static struct iio_dev *devices[3];
static struct iio_buffer dma;

static void keep(struct iio_buffer *b)
{
}

static const struct iio_buffer_access_funcs dma_access = {
	.release = keep,
	.modes = INDIO_BUFFER_HARDWARE,
};

static int push(const char *value, const struct kernel_param *kp)
{
	return devices[0] && iio_buffer_enabled(devices[0]) ? iio_push_to_buffers(devices[0], scan)
							    : -EBUSY;
}

static const struct kernel_param_ops push_ops = {.set = push};
module_param_cb(push, &push_ops, NULL, 0200);

static int add_buffer(struct iio_dev *dev, int n)
{
	if (!n)
		return devm_iio_kfifo_buffer_setup(&parents[0]->dev, dev, NULL);
	if (n == 1)
		return 0;
	iio_buffer_init(&dma);
	dma.access = &dma_access;
	return iio_device_attach_buffer(dev, &dma);
}

static int add(int n)
{
	static const char *const names[] = {"odd", "bare", "dma"};
	struct iio_dev *dev;
	int err;

	parents[n] = platform_device_register_simple(names[n], PLATFORM_DEVID_NONE, NULL, 0);
	if (IS_ERR(parents[n]))
		return PTR_ERR(parents[n]);
	dev = iio_device_alloc(&parents[n]->dev, 0);
	if (!dev)
		return -ENOMEM;
	dev->name = names[n];
	dev->info = &info;
	dev->modes = n == 2 ? INDIO_DIRECT_MODE | INDIO_BUFFER_HARDWARE : INDIO_DIRECT_MODE;
	dev->channels = channels;
	dev->num_channels = ARRAY_SIZE(channels);
	err = add_buffer(dev, n);
	devices[n] = dev;
	return err ? err : iio_device_register(dev);
}

static int __init odd_init(void)
{
	int err = 0;

	for (int n = 0; n < 3 && !err; n++)
		err = add(n);
	return err;
}

static void __exit odd_exit(void)
{
	for (int n = 2; n >= 0; n--) {
		iio_device_unregister(devices[n]);
		iio_device_free(devices[n]);
		platform_device_unregister(parents[n]);
	}
}

module_init(odd_init);
module_exit(odd_exit);
MODULE_LICENSE("Dual MIT/GPL");
MODULE_DESCRIPTION("IIO devices that are unlike the simulated one");
