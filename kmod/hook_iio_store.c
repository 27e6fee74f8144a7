/* SPDX-License-Identifier: MIT */
/*
 * Dropping by the buffer's own store_to: it needs nothing of the kernel's configuration, and costs
 * other devices nothing. It sees the channels that user space enabled in the device's first buffer;
 * further buffers, and consumers in the kernel, are out of its reach.
 *
 * A pusher loads the access pointer and calls through it with no lock that we could wait for, so
 * the copy goes only while the buffer does not run.
 */
#include <linux/rculist.h>

#include "compat.h"
#include "hook_iio.h"

/* The newest of a buffer is first: an older one is that of a device that went. */
static struct rk_iio_source *source_of(const struct iio_buffer *buffer)
{
	struct rk_iio_source *s;

	list_for_each_entry_rcu(s, &rk_iio_sources, list)
		if (s->buffer == buffer)
			return s;
	return NULL;
}

static int store(struct iio_buffer *buffer, const void *data)
{
	int (*before)(struct iio_buffer *, const void *);
	struct rk_iio_source *s;
	bool forward;

	/* Whoever sees this function in the buffer's table sees the source listed, on any CPU. */
	smp_rmb();
	preempt_disable();
	s = source_of(buffer); /* listed from before this function was to be seen until after */
	before = s->before->store_to;
	forward = rk_iio_scan(s, data, (u64)*buffer->scan_mask);
	preempt_enable();
	return forward ? before(buffer, data) : 0;
}

static int open(struct rk_iio_source *s, const char **why)
{
	struct iio_buffer *buffer = s->dev->buffer;

	s->before = buffer->access;
	s->access = *s->before;
	s->access.store_to = store;
	s->buffer = buffer;
	smp_store_release(&buffer->access, &s->access);
	return RK_OK;
}

/* Nobody stands between us and the buffer: somebody may have put himself before us. */
static bool is_ours(const struct rk_iio_source *s)
{
	return s->buffer->access == &s->access;
}

static bool close(struct rk_iio_source *s)
{
	if (!is_ours(s) || !rk_iio_claim(s->dev))
		return false;
	WRITE_ONCE(s->buffer->access, s->before);
	rk_iio_release(s->dev);
	s->buffer = NULL;
	return true;
}

static bool abandon(struct rk_iio_source *s)
{
	if (close(s))
		return true;
	if (is_ours(s))
		WRITE_ONCE(s->buffer->access, s->before);
	return false;
}

const struct rk_iio_way rk_iio_store = {
	.name = "store_to",
	.open = open,
	.close = close,
	.abandon = abandon,
};
