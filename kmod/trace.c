/* SPDX-License-Identifier: MIT */
/*
 * Lines of bpf_trace_printk on their way to the kernel log. printk may not be called wherever a
 * program runs (a tracepoint may hold the run queue's lock), so a line is copied into a small ring
 * and printed by a worker. A full ring drops the new line and counts it.
 */
#include <linux/irq_work.h>
#include <linux/printk.h>
#include <linux/workqueue.h>

#include "kmod.h"

enum { LINES = 64, WIDTH = 256 };

static struct {
	struct rk_lock lock;
	u32 head, count;
	struct {
		u32 len;
		char text[WIDTH];
	} line[LINES];
} ring;
static atomic64_t dropped;

/* False: empty. */
static bool take(char *out, u32 *len)
{
	bool some;
	u64 flags;

	if (!rk_plat_lock(&ring.lock, &flags))
		return false;
	some = ring.count != 0;
	if (some) {
		*len = ring.line[ring.head].len;
		memcpy(out, ring.line[ring.head].text, *len);
		ring.head = (ring.head + 1) % LINES;
		ring.count--;
	}
	rk_plat_unlock(&ring.lock, flags);
	return some;
}

static void print_all(struct work_struct *work)
{
	char text[WIDTH];
	u32 len;

	while (take(text, &len)) {
		while (len && text[len - 1] == '\n')
			len--;
		pr_info("rkbpf: %.*s\n", (int)len, text);
	}
}
static DECLARE_WORK(printer, print_all);

static void start_printer(struct irq_work *work)
{
	schedule_work(&printer);
}
static DEFINE_IRQ_WORK(starter, start_printer);

void rk_trace_put(void *data, const char *text, size_t len)
{
	u32 at, n = (u32)min_t(size_t, len, WIDTH);
	bool room = false;
	u64 flags;

	if (rk_plat_lock(&ring.lock, &flags)) {
		room = ring.count < LINES;
		if (room) {
			at = (ring.head + ring.count++) % LINES;
			memcpy(ring.line[at].text, text, n);
			ring.line[at].len = n;
		}
		rk_plat_unlock(&ring.lock, flags);
	}
	if (!room)
		atomic64_inc(&dropped);
	irq_work_queue(&starter);
}

u64 rk_trace_dropped(void)
{
	return (u64)atomic64_read(&dropped);
}

void rk_trace_fini(void)
{
	irq_work_sync(&starter);
	flush_work(&printer);
}
