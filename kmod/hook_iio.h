/* SPDX-License-Identifier: MIT */
/*
 * What the files of rkbpf_iio.ko share: sources (IIO devices with programs at their channels), taps
 * (those programs) and the ways to drop a scan. rk_iio_lock guards them; scans read both lists
 * under preemption off, so that synchronize_rcu() ends what they see.
 */
#ifndef RK_KMOD_HOOK_IIO_H
#define RK_KMOD_HOOK_IIO_H

#include <linux/iio/buffer_impl.h>
#include <linux/iio/iio.h>

#include "kmod.h"
#include "sensor.h"

struct rk_iio_source;

/* A way to drop scans of a device, also while its buffer runs. */
struct rk_iio_way {
	const char *name;
	int (*open)(struct rk_iio_source *s, const char **why);
	/* false: a scan may still come by this way; ask again later. */
	bool (*close)(struct rk_iio_source *s);
	/* The device goes. false: as close, but nobody can tell when it ends. */
	bool (*abandon)(struct rk_iio_source *s);
};

/* How a channel lies in a scan. */
struct rk_iio_format {
	u8 bytes; /* 0: no channel; a power of two */
	u8 bits, shift;
	bool is_signed, big_endian;
	bool readable; /* one integer of at most 64 bits */
};

struct rk_iio_source {
	struct list_head list;
	struct iio_dev *dev; /* referenced; NULL: it has gone */
	struct list_head taps;
	struct rk_sensor sensor;
	struct rk_iio_format format[RK_SENSOR_CHANNELS];
	bool closing; /* holds this module until close succeeds */
	/* store_to */
	struct iio_buffer *buffer;
	const struct iio_buffer_access_funcs *before;
	struct iio_buffer_access_funcs access;
};

struct rk_iio_tap {
	struct list_head list; /* of its source, or of those that wait */
	struct rk_link *link;
	struct rk_iio_source *source; /* NULL: waits for a device */
	u32 channel;                  /* scan index */
	s64 scale;
	u64 rate;
};

extern struct mutex rk_iio_lock;
extern struct list_head rk_iio_sources;

/* hook_iio_scan.c. Preemption off. `mask` says which channels lie in the scan. true: forward. */
bool rk_iio_scan(struct rk_iio_source *s, const void *data, u64 mask);
/* From iio_push_to_buffers(), any context but NMI. */
bool rk_iio_push(const struct iio_dev *dev, const void *data);
/* What iio_push_to_buffers() does where it is skipped. */
int rk_iio_skipped(void);
/* The device's formats. RK_EHOOK: not all are understood, so no channel can be found. */
int rk_iio_formats(struct rk_iio_source *s, const char **why);

/* hook_iio_find.c. Under rk_iio_lock, with no device between removal's start and end. */
struct iio_dev *rk_iio_find(const char *name, const char **why); /* referenced; NULL: why */
const struct iio_chan_spec *rk_iio_channel(struct iio_dev *dev, const char *name, const char **why);
void rk_iio_units(struct iio_dev *dev, const struct iio_chan_spec *chan, struct rk_iio_tap *tap);

extern const struct rk_iio_way rk_iio_store;
/* Each where Kbuild has it. */
extern const struct rk_iio_way rk_iio_ftrace, rk_iio_kprobe;

#endif
