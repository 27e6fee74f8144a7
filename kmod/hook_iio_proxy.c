/* SPDX-License-Identifier: MIT */
/*
 * Filtered devices. For each device that the parameter `proxy` names, a second one,
 * "<name>-filtered", with the same channels: while its buffer runs it is one more consumer of the
 * device's scans, and its own readers get those that no program drops. The device's consumers get
 * all, and other devices pay nothing.
 *
 * A worker makes and removes them, for a notice of the device core cannot register a device. What a
 * filtered device shows of its source is copied, or asked of the source through the IIO core, which
 * knows whether the driver is still there. An open file of one holds this module.
 *
 * Order of locks: the filtered device's own, the proxy's, the source's; never under rk_iio_lock.
 */
#include <linux/bitmap.h>
#include <linux/cdev.h>
#include <linux/device.h>
#include <linux/iio/consumer.h>
#include <linux/iio/kfifo_buf.h>
#include <linux/module.h>
#include <linux/rculist.h>
#include <linux/slab.h>
#include <linux/workqueue.h>

#include "compat.h"
#include "hook_iio.h"

#include <linux/iio/iio-opaque.h> /* after iio.h, which it needs */

enum { NAME_SIZE = 64, MAX_NAMES = 16 };

/* In the filtered device's private memory. */
struct proxy {
	struct list_head list;
	struct iio_dev *dev, *source; /* the source is referenced */
	bool gone;                    /* under rk_iio_lock: the source goes */
	bool ready;                   /* under rk_iio_lock: programs may attach to the source */
	bool registered;              /* the worker's */
	struct mutex lock;
	bool shut;                /* under lock: no consumer of the source any more */
	struct iio_buffer buffer; /* what the source's scans go to */
	u32 bits;
	char name[NAME_SIZE], label[NAME_SIZE];
	struct iio_chan_spec channels[];
};

static LIST_HEAD(proxies);

static char *proxy[MAX_NAMES];
static int names;
module_param_array(proxy, charp, &names, 0444);
MODULE_PARM_DESC(
	proxy, "devices to leave whole, with a filtered device beside: name:<name>, device<N>");

bool rk_iio_wants_proxy(const struct device *dev)
{
	for (int i = 0; i < names; i++)
		if (rk_iio_is_named(dev, proxy[i]))
			return true;
	return false;
}

/* ---- scans ---- */
static bool filter(const struct proxy *p, const void *data)
{
	struct rk_iio_source *s;
	bool forward = true;

	preempt_disable();
	list_for_each_entry_rcu(s, &rk_iio_sources, list)
		if (s->dev == p->source)
			forward = rk_iio_scan(s, data, (u64)p->buffer.scan_mask[0]);
	preempt_enable();
	return forward;
}

static int store(struct iio_buffer *buffer, const void *data)
{
	struct proxy *p = container_of(buffer, struct proxy, buffer);

	return filter(p, data) ? iio_push_to_buffers(p->dev, data) : 0;
}

/* The buffer is part of the proxy, which keeps the first reference. */
static void keep(struct iio_buffer *buffer)
{
}

static const struct iio_buffer_access_funcs access = {
	.store_to = store,
	.release = keep,
	.modes = INDIO_BUFFER_SOFTWARE | INDIO_BUFFER_TRIGGERED,
};

/* The source restarts with what its other consumers and ours ask for together. */
static int start(struct iio_dev *dev)
{
	struct proxy *p = iio_priv(dev);
	int err = -ENODEV;

	mutex_lock(&p->lock);
	if (!p->shut) {
		bitmap_copy((unsigned long *)p->buffer.scan_mask, dev->active_scan_mask, p->bits);
		p->buffer.scan_timestamp = dev->scan_timestamp;
		p->buffer.watermark = max(dev->buffer->watermark, 1U);
		err = iio_update_buffers(p->source, &p->buffer, NULL);
	}
	mutex_unlock(&p->lock);
	return err;
}

/* Returns when no scan is on its way: the core stops the source to take a consumer off. */
static int stop(struct iio_dev *dev)
{
	struct proxy *p = iio_priv(dev);
	int err = 0;

	mutex_lock(&p->lock);
	if (!p->shut)
		err = iio_update_buffers(p->source, NULL, &p->buffer);
	mutex_unlock(&p->lock);
	return err;
}

static const struct iio_buffer_setup_ops setup = {.postenable = start, .predisable = stop};

static int read(
	struct iio_dev *dev, const struct iio_chan_spec *chan, int *val, int *val2, long what)
{
	const struct proxy *p = iio_priv(dev);
	struct iio_channel c = {
		.indio_dev = p->source,
		.channel = &p->source->channels[chan - p->channels],
	};
	int type = iio_read_channel_attribute(&c, val, val2, what);

	return type == IIO_VAL_INT_MULTIPLE ? -EOPNOTSUPP : type; /* there is room for two */
}

static const struct iio_info info = {.read_raw = read};

bool rk_iio_is_proxy(const struct iio_dev *dev)
{
	return dev->info == &info;
}

/* ---- making one ---- */
/* What calls the driver itself, or would be written, stays behind. */
static int copy_channel(struct proxy *p, int i)
{
	struct iio_chan_spec *c = &p->channels[i];

	*c = p->source->channels[i];
	c->info_mask_separate_available = 0;
	c->info_mask_shared_by_type_available = 0;
	c->info_mask_shared_by_dir_available = 0;
	c->info_mask_shared_by_all_available = 0;
	c->event_spec = NULL;
	c->num_event_specs = 0;
	c->ext_info = NULL;
	c->datasheet_name = NULL;
	p->bits = max_t(int, p->bits, c->scan_index + 1);
	if (!c->extend_name)
		return 0;
	c->extend_name = kstrdup(c->extend_name, GFP_KERNEL);
	return c->extend_name ? 0 : -ENOMEM;
}

static int copy_channels(struct proxy *p)
{
	int err = 0;

	for (p->dev->num_channels = 0; !err && p->dev->num_channels < p->source->num_channels;
		p->dev->num_channels++)
		err = copy_channel(p, p->dev->num_channels);
	return err;
}

static int add_buffer(struct proxy *p)
{
	struct iio_buffer *fifo = iio_kfifo_allocate();
	int err;

	if (!fifo)
		return -ENOMEM;
	err = iio_device_attach_buffer(p->dev, fifo);
	iio_kfifo_free(fifo); /* the device holds it */
	return err;
}

/* A filtered device's lock comes before a source's, and lockdep has one class for all devices. */
static void separate_locks(struct iio_dev *dev)
{
	static struct lock_class_key key;

	lockdep_set_class(&to_iio_dev_opaque(dev)->info_exist_lock, &key);
}

static void describe(struct proxy *p)
{
	const char *id = dev_name(&p->source->dev);

	snprintf(p->name, sizeof(p->name), "%s-filtered",
		p->source->name ? p->source->name : id + strlen("iio:"));
	snprintf(p->label, sizeof(p->label), "%s", id);
	p->dev->name = p->name;
	p->dev->label = p->label;
	p->dev->info = &info;
	p->dev->channels = p->channels;
	p->dev->modes = INDIO_DIRECT_MODE | INDIO_BUFFER_SOFTWARE;
	p->dev->setup_ops = &setup;
}

static int fill(struct proxy *p)
{
	int err = copy_channels(p);

	if (err)
		return err;
	iio_buffer_init(&p->buffer);
	p->buffer.access = &access;
	p->buffer.scan_mask = (long *)bitmap_zalloc(p->bits, GFP_KERNEL);
	return p->buffer.scan_mask ? add_buffer(p) : -ENOMEM;
}

static const char *check(const struct iio_dev *source)
{
	const char *why;

	if (rk_iio_check_buffer(source, &why))
		return why;
	if (source->setup_ops && source->setup_ops->validate_scan_mask)
		return "not every combination of the device's channels can be enabled";
	return NULL;
}

static struct proxy *allocate(struct iio_dev *source)
{
	struct iio_dev *dev = iio_device_alloc(
		NULL, struct_size((struct proxy *)NULL, channels, source->num_channels));
	struct proxy *p;

	if (!dev)
		return NULL;
	p = iio_priv(dev);
	p->dev = dev;
	p->source = source;
	mutex_init(&p->lock);
	separate_locks(dev);
	describe(p);
	list_add_tail(&p->list, &proxies);
	return p;
}

static struct proxy *find(const struct iio_dev *source)
{
	struct proxy *p;

	list_for_each_entry(p, &proxies, list)
		if (p->source == source)
			return p;
	return NULL;
}

static int is_due(struct device *dev, const void *unused)
{
	return rk_iio_wants_proxy(dev) && !find(container_of(dev, struct iio_dev, dev));
}

/* Under rk_iio_lock. What cannot be filtered has a proxy too, so that it is tried once. */
static struct proxy *prepare(void)
{
	struct device *dev = bus_find_device(&iio_bus_type, NULL, NULL, is_due);
	struct proxy *p;
	const char *why;

	if (!dev)
		return NULL;
	p = allocate(container_of(dev, struct iio_dev, dev));
	if (!p) {
		put_device(dev);
		return NULL;
	}
	why = check(p->source);
	if (!why && fill(p))
		why = "no memory";
	if (why)
		pr_err("rkbpf_iio: %s is not filtered: %s\n", p->label, why);
	p->ready = !why;
	return p;
}

static void refuse(struct proxy *p, int err)
{
	pr_err("rkbpf_iio: %s is not filtered: the IIO core refused: %d\n", p->label, err);
	mutex_lock(&rk_iio_lock);
	p->ready = false;
	rk_iio_unplug(p->source);
	mutex_unlock(&rk_iio_lock);
}

/* Programs that waited are at their place before a reader can be. */
static bool make_one(void)
{
	struct proxy *p = NULL;
	int err;

	mutex_lock(&rk_iio_lock);
	if (!rk_iio_removals)
		p = prepare();
	if (p && p->ready)
		rk_iio_replug();
	mutex_unlock(&rk_iio_lock);
	if (!p || !p->ready)
		return p;
	err = iio_device_register(p->dev);
	p->registered = !err;
	if (err)
		refuse(p, err);
	else
		pr_info("rkbpf_iio: %s is %s\n", dev_name(&p->dev->dev), p->name);
	return true;
}

/* ---- removing one ---- */
/* After `shut`, no path to the source begins under a lock of the filtered device. */
static void end(struct proxy *p)
{
	mutex_lock(&p->lock);
	p->shut = true;
	mutex_unlock(&p->lock);
	if (p->registered) {
		iio_update_buffers(p->source, NULL, &p->buffer);
		iio_device_unregister(p->dev);
	}
	iio_device_put(p->source);
	bitmap_free((unsigned long *)p->buffer.scan_mask);
	for (int i = 0; i < p->dev->num_channels; i++)
		kfree(p->channels[i].extend_name);
	iio_device_free(p->dev);
}

static struct proxy *take(bool all)
{
	struct proxy *p, *found = NULL;

	mutex_lock(&rk_iio_lock);
	list_for_each_entry(p, &proxies, list)
		if (all || p->gone)
			found = p;
	if (found)
		list_del(&found->list);
	mutex_unlock(&rk_iio_lock);
	return found;
}

static void end_all(bool all)
{
	struct proxy *p = take(all);

	while (p) {
		end(p);
		p = take(all);
	}
}

/* ---- what comes and goes ---- */
static void look(struct work_struct *work)
{
	end_all(false);
	while (make_one())
		;
}

static DECLARE_WORK(looker, look);

void rk_iio_proxy_look(void)
{
	if (names)
		schedule_work(&looker);
}

void rk_iio_proxy_settle(void)
{
	flush_work(&looker);
}

void rk_iio_proxy_gone(const struct iio_dev *dev)
{
	struct proxy *p = find(dev);

	if (!p)
		return;
	p->gone = true;
	rk_iio_proxy_look();
}

void rk_iio_proxy_end(void)
{
	cancel_work_sync(&looker);
	end_all(true);
}

/* ---- the way ---- */
static int open(struct rk_iio_source *s, const char **why)
{
	const struct proxy *p = find(s->dev);

	*why = "the device has no filtered device: the kernel log says why";
	return p && p->ready && !p->gone ? RK_OK : RK_EHOOK;
}

/* Scans look for their source while preemption is off: that is waited for where it is freed. */
static bool close(struct rk_iio_source *s)
{
	return true;
}

const struct rk_iio_way rk_iio_proxy = {
	.name = "proxy",
	.open = open,
	.close = close,
	.abandon = close,
};
