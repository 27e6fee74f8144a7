/* SPDX-License-Identifier: MIT */
/*
 * rkbpf_iio.ko: iio/<device>/<channel>. A program sees its channel of every scan, and what it drops
 * no consumer gets. Every attached program may drop, so attach fails where nothing can be dropped.
 * The kernel holds this module while one is attached. A device of which the administrator asked for
 * a filtered one keeps its consumers: what programs drop, only the filtered device lacks.
 *
 * A device that goes takes its source along; its programs stay attached and wait for a device that
 * their sections name. The notifier comes before the driver tears anything down and waits for
 * rk_iio_lock: what attach looks at under the lock lives, unless a removal is between its two
 * notices.
 */
#include <linux/module.h>
#include <linux/rculist.h>
#include <linux/rcupdate.h>
#include <linux/slab.h>
#include <linux/workqueue.h>

#include "compat.h"
#include "hook_iio.h"

DEFINE_MUTEX(rk_iio_lock);
LIST_HEAD(rk_iio_sources);
u32 rk_iio_removals;

static char *iio_way = "";
module_param(iio_way, charp, 0444);
MODULE_PARM_DESC(iio_way, "how scans are dropped: ftrace, store_to or kprobe; default: the first");

static const struct rk_iio_way *const ways[] = {
#if defined(RK_FTRACE_REGS) || defined(RK_FTRACE_ARGS)
	&rk_iio_ftrace,
#endif
	&rk_iio_store,
#ifdef CONFIG_KPROBES
	&rk_iio_kprobe,
#endif
};
static const struct rk_iio_way *way;
static LIST_HEAD(waiting); /* taps whose device has gone */

/* ---- sources ---- */
static struct rk_iio_source *find_source(const struct iio_dev *dev)
{
	struct rk_iio_source *s;

	list_for_each_entry(s, &rk_iio_sources, list)
		if (s->dev == dev)
			return s;
	return NULL;
}

/* No scan comes this way any more, but one may be on its way through. */
static void free_source(struct rk_iio_source *s)
{
	list_del_rcu(&s->list);
	rk_sensor_remove(&s->sensor); /* waits */
	if (s->dev)
		iio_device_put(s->dev);
	if (s->closing)
		module_put(THIS_MODULE);
	kfree(s);
}

static void close_idle(struct work_struct *work);
static DECLARE_DELAYED_WORK(closer, close_idle);

static void close_source(struct rk_iio_source *s)
{
	if (s->way->close(s)) {
		free_source(s);
		return;
	}
	if (!s->closing)
		__module_get(THIS_MODULE);
	s->closing = true;
	schedule_delayed_work(&closer, HZ / 5);
}

/* Sources without programs whose buffer ran when the last one left. */
static void close_idle(struct work_struct *work)
{
	struct rk_iio_source *s, *next;

	mutex_lock(&rk_iio_lock);
	list_for_each_entry_safe(s, next, &rk_iio_sources, list)
		if (s->dev && s->closing && list_empty(&s->taps))
			close_source(s);
	mutex_unlock(&rk_iio_lock);
}

int rk_iio_check_buffer(const struct iio_dev *dev, const char **why)
{
	const struct iio_buffer *b = dev->buffer;

	*why = "the device has no buffer: there are no scans to see";
	if (!b)
		return RK_EHOOK;
	*why = "the device's buffer is an output";
	if (b->direction == IIO_BUFFER_DIRECTION_OUT)
		return RK_EHOOK;
	*why = "the device's buffer is filled by hardware (DMA): nothing can be dropped";
	return b->access->store_to ? RK_OK : RK_EHOOK;
}

static const struct rk_iio_way *way_of(const struct iio_dev *dev)
{
#ifdef RK_IIO_PROXY
	if (rk_iio_wants_proxy(&dev->dev))
		return &rk_iio_proxy;
#endif
	return way;
}

static struct rk_iio_source *new_source(struct iio_dev *dev, int *err, const char **why)
{
	struct rk_iio_source *s = kzalloc(sizeof(*s), GFP_KERNEL);

	*why = "no memory for the device";
	*err = RK_ENOMEM;
	if (!s)
		return NULL;
	INIT_LIST_HEAD(&s->taps);
	s->dev = dev;
	s->way = way_of(dev);
	*err = rk_iio_formats(s, why);
	if (*err) {
		kfree(s);
		return NULL;
	}
	iio_device_get(dev);
	s->sensor.device = (u32)iio_device_id(dev);
	rk_sensor_add(&s->sensor);
	list_add_rcu(&s->list, &rk_iio_sources);
	*err = s->way->open(s, why);
	if (!*err)
		return s;
	free_source(s);
	return NULL;
}

/* ---- programs ---- */
static int plug(struct rk_iio_tap *tap, struct iio_dev *dev, const char **why)
{
	const struct iio_chan_spec *chan;
	struct rk_iio_source *s;
	int err = rk_iio_check_buffer(dev, why);

	if (err)
		return err;
	chan = rk_iio_channel(dev, tap->link->hook.part, why);
	if (!chan)
		return RK_ENOENT;
	tap->channel = (u32)chan->scan_index;
	rk_iio_units(dev, chan, tap);
	s = find_source(dev);
	if (!s)
		s = new_source(dev, &err, why);
	if (!s)
		return err;
	*why = "a sample of the channel is not one integer";
	if (s->format[tap->channel].readable) {
		tap->source = s;
		list_add_tail_rcu(&tap->list, &s->taps);
		return RK_OK;
	}
	if (list_empty(&s->taps))
		close_source(s);
	return RK_EHOOK;
}

static int find_and_plug(struct rk_iio_tap *tap, const char **why)
{
	struct iio_dev *dev;
	int err;

	*why = "an IIO device is being removed: try again";
	if (rk_iio_removals)
		return RK_EBUSY;
	dev = rk_iio_find(tap->link->hook.device, why);
	if (!dev)
		return RK_ENOENT;
	err = plug(tap, dev, why);
	iio_device_put(dev);
	return err;
}

static int attach(struct rk_link *link, const char **why)
{
	struct rk_iio_tap *tap = kzalloc(sizeof(*tap), GFP_KERNEL);
	int err;

	*why = "no memory for the hook";
	if (!tap)
		return RK_ENOMEM;
	tap->link = link;
	link->part = tap;
	rk_iio_proxy_settle();
	mutex_lock(&rk_iio_lock);
	err = find_and_plug(tap, why);
	mutex_unlock(&rk_iio_lock);
	if (err)
		kfree(tap);
	return err;
}

static void detach(struct rk_link *link)
{
	struct rk_iio_tap *tap = link->part;

	mutex_lock(&rk_iio_lock);
	list_del_rcu(&tap->list);
	synchronize_rcu();
	if (tap->source && list_empty(&tap->source->taps))
		close_source(tap->source);
	mutex_unlock(&rk_iio_lock);
	kfree(tap);
}

static const struct rk_hook_ops hook = {.attach = attach, .detach = detach, .owner = THIS_MODULE};

/* ---- devices that go and come ---- */
static void start_waiting(struct rk_iio_tap *tap)
{
	list_del_rcu(&tap->list);
	synchronize_rcu(); /* no scan walks on from it */
	pr_warn("rkbpf_iio: iio:device%u has gone: %s waits\n", tap->source->sensor.device,
		tap->link->hook.section);
	tap->source = NULL;
	list_add_tail(&tap->list, &waiting);
}

static void unplug_source(struct rk_iio_source *s)
{
	struct rk_iio_tap *tap, *next;

	list_for_each_entry_safe(tap, next, &s->taps, list)
		start_waiting(tap);
	if (s->way->abandon(s)) {
		free_source(s);
		return;
	}
	pr_warn("rkbpf_iio: iio:device%u went while its buffer ran: this module stays\n",
		s->sensor.device);
	if (!s->closing)
		__module_get(THIS_MODULE);
	s->closing = true;
	rk_sensor_remove(&s->sensor);
	iio_device_put(s->dev);
	WRITE_ONCE(s->dev, NULL);
}

void rk_iio_unplug(const struct iio_dev *dev)
{
	struct rk_iio_source *s = find_source(dev);

	if (s)
		unplug_source(s);
}

static void look_again(struct rk_iio_tap *tap)
{
	const char *why;

	list_del(&tap->list);
	if (find_and_plug(tap, &why))
		list_add(&tap->list, &waiting);
	else
		pr_info("rkbpf_iio: %s is at iio:device%u\n", tap->link->hook.section,
			tap->source->sensor.device);
}

/* No buffer of a new device runs before its notice is over: no scan passes unseen. */
void rk_iio_replug(void)
{
	struct rk_iio_tap *tap, *next;

	list_for_each_entry_safe(tap, next, &waiting, list)
		look_again(tap);
}

static int device_notice(struct notifier_block *nb, unsigned long what, void *data)
{
	struct device *dev = data;
	const struct iio_dev *iio = container_of(dev, struct iio_dev, dev);

	if (strncmp(dev_name(dev), "iio:device", 10))
		return NOTIFY_DONE;
	mutex_lock(&rk_iio_lock);
	if (what == BUS_NOTIFY_DEL_DEVICE) {
		rk_iio_removals += 1;
		rk_iio_unplug(iio);
		rk_iio_proxy_gone(iio);
	} else if (what == BUS_NOTIFY_REMOVED_DEVICE && rk_iio_removals) {
		rk_iio_removals -= 1;
		rk_iio_replug(); /* what had to wait for that */
		rk_iio_proxy_look();
	} else if (what == BUS_NOTIFY_ADD_DEVICE) {
		rk_iio_replug();
		rk_iio_proxy_look();
	}
	mutex_unlock(&rk_iio_lock);
	return NOTIFY_DONE;
}

static struct notifier_block notifier = {.notifier_call = device_notice};

/* ---- the module ---- */
static const struct rk_iio_way *choose(void)
{
	for (u32 i = 0; i < ARRAY_SIZE(ways); i++)
		if (!*iio_way || !strcmp(ways[i]->name, iio_way))
			return ways[i];
	return NULL;
}

static int __init iio_init(void)
{
	int err;

	way = choose();
	if (!way) {
		pr_err("rkbpf_iio: this kernel has no way '%s' to drop scans\n", iio_way);
		return -EOPNOTSUPP;
	}
	err = bus_register_notifier(&iio_bus_type, &notifier);
	if (err)
		return err;
	err = rk_hook_register(RK_HOOK_IIO, &hook);
	if (err) {
		bus_unregister_notifier(&iio_bus_type, &notifier);
		rk_iio_proxy_end();
		return err;
	}
	pr_info("rkbpf_iio: scans are dropped by %s\n", way->name);
	rk_iio_proxy_look();
	rk_iio_proxy_settle();
	return 0;
}

/* Nothing is attached and every source is closed: both hold the module. */
static void __exit iio_exit(void)
{
	rk_hook_unregister(RK_HOOK_IIO);
	bus_unregister_notifier(&iio_bus_type, &notifier);
	cancel_delayed_work_sync(&closer);
	rk_iio_proxy_end();
	synchronize_rcu_tasks(); /* a task may be preempted in rk_iio_skipped() */
}

module_init(iio_init);
module_exit(iio_exit);
MODULE_LICENSE("Dual MIT/GPL");
MODULE_DESCRIPTION("rkBPF at the channels of IIO devices");
