/* SPDX-License-Identifier: MIT */
/*
 * bpf_can_send: frames wait in a fixed queue for a worker, because no context but a task's may
 * send. The program learns that its frame was queued, or that the queue is full; what the interface
 * then refuses (down, no CAN FD, its own queue full) is counted and told to the kernel log.
 */
#include <linux/can/core.h>
#include <linux/can/skb.h>
#include <linux/irq_work.h>
#include <linux/netdevice.h>
#include <linux/workqueue.h>
#include <net/net_namespace.h>

#include "can.h"

enum { ROOM = 64 }; /* a power of two */

struct request {
	int interface;
	struct canfd_frame frame;
	bool fd;
};

/* Not the kernel's: its functions can be probed, and a probe's program may send. */
static struct rk_lock lock;
static struct request queue[ROOM];
static u32 head, tail; /* count up; frames are queue[tail..head) modulo ROOM */
static u64 refused;    /* by interfaces; the worker's alone */

static struct sk_buff *make_skb(const struct request *r, struct net_device *dev)
{
	u32 size = r->fd ? CANFD_MTU : CAN_MTU;
	struct sk_buff *skb = alloc_skb(size + sizeof(struct can_skb_priv), GFP_KERNEL);

	if (!skb)
		return NULL;
	can_skb_reserve(skb);
	can_skb_prv(skb)->ifindex = dev->ifindex;
	can_skb_prv(skb)->skbcnt = 0;
	skb_put_data(skb, &r->frame, size);
	skb->dev = dev;
	return skb;
}

static int transmit(const struct request *r)
{
	struct net_device *dev = dev_get_by_index(&init_net, r->interface);
	struct sk_buff *skb;
	int err = -ENOMEM;

	if (!dev)
		return -ENODEV;
	skb = make_skb(r, dev);
	if (skb)
		err = can_send(skb, 1);
	dev_put(dev);
	return err;
}

static bool next(struct request *r)
{
	u64 flags;
	bool any;

	if (!rk_plat_lock(&lock, &flags))
		return false;
	any = tail != head;
	if (any)
		*r = queue[tail++ % ROOM];
	rk_plat_unlock(&lock, flags);
	return any;
}

static void send_all(struct work_struct *work)
{
	struct request r;

	while (next(&r)) {
		int err = transmit(&r);

		if (!err)
			continue;
		refused++;
		pr_notice_ratelimited(
			"rkbpf: CAN frame %x to interface %d: error %d; %llu so far\n",
			r.frame.can_id, r.interface, err, refused);
	}
}

static DECLARE_WORK(work, send_all);

/* Programs may run under the scheduler's locks: from there only an interrupt can queue work. */
static void kick(struct irq_work *unused)
{
	schedule_work(&work);
}

static struct irq_work kicker;

static bool is_fd_length(u32 len)
{
	static const u8 lengths[] = {12, 16, 20, 24, 32, 48, 64};

	for (u32 i = 0; i < ARRAY_SIZE(lengths); i++)
		if (len == lengths[i])
			return true;
	return false;
}

/* Ids above 11 bits are extended ones, as in section names. */
static s64 put(u32 interface, u32 id, const u8 *bytes, u32 len)
{
	bool fd = len > CAN_MAX_DLEN, remote = id & CAN_RTR_FLAG, room;
	struct request r = {.interface = (int)interface, .fd = fd};
	u64 flags;

	if ((fd && (remote || !is_fd_length(len))) || id & CAN_ERR_FLAG)
		return -EINVAL;
	if ((id & CAN_EFF_MASK) > CAN_SFF_MASK)
		id |= CAN_EFF_FLAG;
	r.frame.can_id = id;
	r.frame.len = (u8)len;
	if (!remote)
		memcpy(r.frame.data, bytes, len);
	if (!rk_plat_lock(&lock, &flags))
		return -EBUSY;
	room = head - tail < ROOM;
	if (room)
		queue[head++ % ROOM] = r;
	rk_plat_unlock(&lock, flags);
	if (!room)
		return -ENOBUFS;
	irq_work_queue(&kicker);
	return 1;
}

void rk_can_queue_init(void)
{
	init_irq_work(&kicker, kick);
	rk_can_send_register(put);
}

void rk_can_queue_fini(void)
{
	rk_can_send_register(NULL);
	synchronize_rcu(); /* programs run under preemption off */
	irq_work_sync(&kicker);
	flush_work(&work);
}
