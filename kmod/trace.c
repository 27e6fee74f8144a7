/* SPDX-License-Identifier: MIT */
/*
 * Lines of bpf_trace_printk on their way to the kernel log. printk may not be called wherever a
 * program runs (a tracepoint may hold the run queue's lock), so a line is copied into a small ring
 * and printed by a worker. A full ring drops the new line and counts it.
 */
#include <linux/irq_work.h>
#include <linux/printk.h>
#include <linux/sched.h>
#include <linux/workqueue.h>

#include "kmod.h"

enum { BYTES = 3072, WIDTH = 256 }; /* eleven lines of the longest */

static struct {
	struct rk_lock lock;
	u32 head, used; /* bytes; each line is its length in two bytes and its text */
	u8 bytes[BYTES];
} ring;
static atomic64_t dropped;

/* Under the lock; what is copied out is used, what is copied in has room. */
static void copy_out(void *to, u32 n)
{
	for (u8 *p = to; n; n--, ring.used--, ring.head = (ring.head + 1) % BYTES)
		*p++ = ring.bytes[ring.head];
}

static void copy_in(const void *from, u32 n)
{
	for (const u8 *p = from; n; n--, ring.used++)
		ring.bytes[(ring.head + ring.used) % BYTES] = *p++;
}

/* False: empty. */
static bool take(char *out, u16 *len)
{
	bool some;
	u64 flags;

	if (!rk_plat_lock(&ring.lock, &flags))
		return false;
	some = ring.used != 0;
	if (some) {
		copy_out(len, sizeof(*len));
		copy_out(out, *len);
	}
	rk_plat_unlock(&ring.lock, flags);
	return some;
}

static void print_all(struct work_struct *work)
{
	char text[WIDTH];
	u16 len;

	while (take(text, &len)) {
		while (len && text[len - 1] == '\n')
			len--;
		pr_info("rkbpf: %.*s\n", (int)len, text);
		cond_resched(); /* programs may print faster than the console does */
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
	u16 n = (u16)min_t(size_t, len, WIDTH);
	bool room = false;
	u64 flags;

	if (rk_plat_lock(&ring.lock, &flags)) {
		room = BYTES - ring.used >= sizeof(n) + n;
		if (room) {
			copy_in(&n, sizeof(n));
			copy_in(text, n);
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
