/* SPDX-License-Identifier: MIT */
/*
 * gpio/<chip>/line<N>/<edge>: the interrupt of a line that this module has requested. Edges of one
 * direction need no look at the chip, so the program runs in the interrupt itself, on PREEMPT_RT
 * too; where both are asked for, the level is read, which a sleeping chip allows in a thread alone:
 * there the interrupt notes the edge, and a thread runs the program for each that was noted.
 */
#include <linux/gpio/consumer.h>
#include <linux/interrupt.h>
#include <linux/slab.h>

#include "output.h"

enum { NOTED = 64, TRIES = 8 };

/* The interrupt, which never interrupts itself, writes all but `taken`, which is the thread's. */
struct rk_gpio_edges {
	u64 edges; /* that there were, also those that found no room */
	u64 noted, taken;
	struct {
		u64 at, nth;
	} ring[NOTED];
};

static void run_at(struct rk_link *link, u64 at, u64 sequence, u32 value)
{
	struct gpio_event event = {
		.timestamp = at,
		.sequence = sequence,
		.chip = link->gpio.chip,
		.line = link->hook.number,
		.edge = value ? GPIO_EDGE_RISING : GPIO_EDGE_FALLING,
		.value = value,
	};
	u64 ret;

	rk_link_run(link, &event, &ret);
}

static void run(struct rk_link *link, u32 value)
{
	run_at(link, rk_plat_now_ns(), link->gpio.sequence++, value);
}

static irqreturn_t one_edge(int irq, void *data)
{
	struct rk_link *link = data;

	run(link, link->hook.edge == RK_EDGE_RISING);
	return IRQ_HANDLED;
}

static irqreturn_t any_edge(int irq, void *data)
{
	struct rk_link *link = data;

	run(link, gpiod_get_raw_value(link->gpio.desc) > 0);
	return IRQ_HANDLED;
}

static irqreturn_t note_edge(int irq, void *data)
{
	struct rk_link *link = data;
	struct rk_gpio_edges *e = link->gpio.edges;
	u64 noted = e->noted, nth = e->edges;

	/* Before it can be seen noted: its level may be there, and then it counts. */
	smp_store_release(&e->edges, nth + 1);
	if (noted - smp_load_acquire(&e->taken) < NOTED) {
		e->ring[noted % NOTED].at = rk_plat_now_ns();
		e->ring[noted % NOTED].nth = nth;
		smp_store_release(&e->noted, noted + 1);
	} else {
		atomic64_inc(&link->missed);
	}
	return IRQ_WAKE_THREAD;
}

/* The level, and how many edges had led to it: none came while it was read, or they never stop. */
static u32 level_after(struct rk_link *link, u64 *edges)
{
	u32 level = 0;

	for (u32 i = 0; i < TRIES; i++) {
		*edges = smp_load_acquire(&link->gpio.edges->edges);
		level = gpiod_get_raw_value_cansleep(link->gpio.desc) > 0;
		smp_rmb(); /* the level was read before the edges are counted again */
		if (READ_ONCE(link->gpio.edges->edges) == *edges)
			break;
	}
	return level;
}

/* Edges alternate: the last has the level that is there now, the one before it the other. */
static irqreturn_t run_noted(int irq, void *data)
{
	struct rk_link *link = data;
	struct rk_gpio_edges *e = link->gpio.edges;
	u64 edges, noted, nth;
	u32 level = level_after(link, &edges);

	if (!edges) /* a thread of the chip's driver came here: it has no hard interrupts */
		run(link, level);
	for (noted = smp_load_acquire(&e->noted); e->taken != noted;) {
		nth = e->ring[e->taken % NOTED].nth;
		run_at(link, e->ring[e->taken % NOTED].at, nth, level ^ ((edges - 1 - nth) & 1));
		smp_store_release(&e->taken, e->taken + 1);
	}
	return IRQ_HANDLED;
}

static int take_irq_sleeping(struct rk_link *link, unsigned long flags)
{
	int err;

	link->gpio.edges = kzalloc(sizeof(*link->gpio.edges), GFP_KERNEL);
	if (!link->gpio.edges)
		return -ENOMEM;
	err = request_threaded_irq(
		link->gpio.irq, note_edge, run_noted, flags | IRQF_NO_THREAD, "rkbpf", link);
	if (err)
		kfree(link->gpio.edges);
	return err;
}

static int take_irq(struct rk_link *link)
{
	static const unsigned long triggers[] = {
		[RK_EDGE_RISING] = IRQF_TRIGGER_RISING,
		[RK_EDGE_FALLING] = IRQF_TRIGGER_FALLING,
		[RK_EDGE_BOTH] = IRQF_TRIGGER_RISING | IRQF_TRIGGER_FALLING,
	};
	unsigned long flags = IRQF_SHARED | triggers[link->hook.edge];
	bool sleeps = gpiod_cansleep(link->gpio.desc);
	int irq = gpiod_to_irq(link->gpio.desc);

	if (irq < 0)
		return irq;
	link->gpio.irq = (u32)irq;
	if (link->hook.edge != RK_EDGE_BOTH)
		return request_any_context_irq(
			link->gpio.irq, one_edge, flags | IRQF_NO_THREAD, "rkbpf", link);
	if (sleeps)
		return take_irq_sleeping(link, flags);
	return request_any_context_irq(link->gpio.irq, any_edge, flags, "rkbpf", link);
}

/* A line that the administrator configured is used as it is: then several programs can share it. */
static int take_line(struct rk_link *link, const char **why)
{
	const struct rk_output *o;
	char label[64];
	int err;

	err = rk_gpio_chip(link->hook.device, &link->gpio.chip, label, why);
	if (err)
		return err;
	o = rk_output_find(RK_OUTPUT_GPIO, link->gpio.chip, link->hook.number);
	link->gpio.own = !o;
	if (!o)
		return rk_gpio_get(label, link->hook.number, RK_GPIO_IN, &link->gpio.desc, why);
	*why = "the line is configured as an output";
	link->gpio.desc = o->desc;
	return o->flags & RK_OUTPUT_INPUT ? RK_OK : RK_EHOOK;
}

static int attach(struct rk_link *link, const char **why)
{
	int err = take_line(link, why);

	if (err)
		return err;
	link->gpio.sequence = 0;
	link->gpio.edges = NULL;
	err = take_irq(link);
	if (err >= 0)
		return RK_OK;
	*why = err == -ENOMEM  ? "no memory for the line's edges"
	       : err == -EBUSY ? "the line's interrupt is in use for other edges"
			       : "the line gives no interrupt for these edges";
	if (link->gpio.own)
		gpiod_put(link->gpio.desc);
	return err == -ENOMEM ? RK_ENOMEM : err == -EBUSY ? RK_EBUSY : RK_EHOOK;
}

static void detach(struct rk_link *link)
{
	free_irq(link->gpio.irq, link);
	kfree(link->gpio.edges);
	if (link->gpio.own)
		gpiod_put(link->gpio.desc);
}

const struct rk_hook_ops rk_hook_gpio = {
	.attach = attach,
	.detach = detach,
	.direct = true,
};
