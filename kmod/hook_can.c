/* SPDX-License-Identifier: MIT */
/*
 * rkbpf_can: can/<interface>[/<id>[/<mask>]] as can_rx_register filters (softirq), and
 * bpf_can_send. A module of its own, for it depends on can.ko; while a program is attached it
 * cannot be removed. Interfaces may go while programs are attached, and come back: a USB adapter
 * that was unplugged.
 */
#include <linux/can/core.h>
#include <linux/can/skb.h>
#include <linux/if_arp.h>
#include <linux/module.h>
#include <linux/netdevice.h>
#include <net/net_namespace.h>

#include "can.h"

#ifndef CANFD_FDF
#define CANFD_FDF 0x04
#endif

/* Attached links, under links_lock; the kernel's notifier comes under rtnl_lock. */
static DEFINE_MUTEX(links_lock);
static LIST_HEAD(links);

/* Both kinds of frame begin alike. CAN XL frames have no event. */
static void received(struct sk_buff *skb, void *data)
{
	const struct canfd_frame *frame = (const void *)skb->data;
	bool fd = skb->len == CANFD_MTU;
	struct rk_link *link = data;
	struct can_event event = {
		.timestamp = ktime_get_mono_fast_ns(),
		.interface = (u32)skb->dev->ifindex,
	};
	u64 ret;

	if (!fd && skb->len != CAN_MTU)
		return;
	event.id = frame->can_id;
	event.len = min_t(u32, frame->len, fd ? CANFD_MAX_DLEN : CAN_MAX_DLEN);
	if (fd)
		event.flags = frame->flags | CANFD_FDF;
	if (!(event.id & CAN_RTR_FLAG))
		memcpy(event.data, frame->data, event.len);
	rk_link_run(link, &event, &ret);
}

static int take(struct rk_link *link, struct net_device *dev)
{
	int err = can_rx_register(&init_net, dev, link->hook.can_id, link->hook.can_mask, received,
		link, "rkbpf", NULL);

	if (!err)
		link->can.dev = dev;
	return err;
}

/* No frame reaches the link afterwards. */
static void release(struct rk_link *link)
{
	if (!link->can.dev)
		return;
	can_rx_unregister(
		&init_net, link->can.dev, link->hook.can_id, link->hook.can_mask, received, link);
	synchronize_rcu();
	link->can.dev = NULL;
}

/* The interface is in the kernel's list as long as no notifier has taken it from us. */
static int attach_locked(struct rk_link *link, const char **why)
{
	struct net_device *dev = dev_get_by_name(&init_net, link->hook.device);
	int err;

	*why = "there is no network interface of this name";
	if (!dev)
		return RK_ENOENT;
	err = take(link, dev);
	dev_put(dev);
	*why = err == -ENODEV ? "this is no CAN interface" : "the kernel refused the CAN filter";
	if (err)
		return RK_EHOOK;
	list_add(&link->can.list, &links);
	return RK_OK;
}

static int attach(struct rk_link *link, const char **why)
{
	int err;

	mutex_lock(&links_lock);
	err = attach_locked(link, why);
	mutex_unlock(&links_lock);
	return err;
}

static void detach(struct rk_link *link)
{
	mutex_lock(&links_lock);
	list_del(&link->can.list);
	release(link);
	mutex_unlock(&links_lock);
}

static void interface_came(struct net_device *dev)
{
	struct rk_link *link;

	list_for_each_entry(link, &links, can.list)
		if (!link->can.dev && !strcmp(link->hook.device, dev->name) && take(link, dev))
			pr_warn("rkbpf: %s is back and is no CAN interface\n", dev->name);
}

static void interface_left(const struct net_device *dev)
{
	struct rk_link *link;

	list_for_each_entry(link, &links, can.list)
		if (link->can.dev == dev)
			release(link);
}

static int interface_changed(struct notifier_block *nb, unsigned long event, void *info)
{
	struct net_device *dev = netdev_notifier_info_to_dev(info);

	if (dev->type != ARPHRD_CAN || !net_eq(dev_net(dev), &init_net))
		return NOTIFY_DONE;
	mutex_lock(&links_lock);
	if (event == NETDEV_REGISTER || event == NETDEV_CHANGENAME)
		interface_came(dev);
	else if (event == NETDEV_UNREGISTER)
		interface_left(dev);
	mutex_unlock(&links_lock);
	return NOTIFY_DONE;
}

static struct notifier_block notifier = {.notifier_call = interface_changed};
static const struct rk_hook_ops ops = {.owner = THIS_MODULE, .attach = attach, .detach = detach};

static int __init rk_can_init(void)
{
	int err = register_netdevice_notifier(&notifier);

	if (err)
		return err;
	err = rk_hook_register(RK_HOOK_CAN, &ops);
	if (err)
		goto err_hook;
	rk_can_queue_init();
	return 0;
err_hook:
	unregister_netdevice_notifier(&notifier);
	return err;
}

static void __exit rk_can_exit(void)
{
	rk_can_queue_fini();
	rk_hook_unregister(RK_HOOK_CAN);
	unregister_netdevice_notifier(&notifier);
}

module_init(rk_can_init);
module_exit(rk_can_exit);
MODULE_LICENSE("Dual MIT/GPL");
MODULE_DESCRIPTION("CAN frames for signed BPF programs");
