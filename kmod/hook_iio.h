/* SPDX-License-Identifier: MIT */
/*
 * What the files of rkbpf_iio.ko share: sources (IIO devices with programs at their channels), taps
 * (those programs), the ways to drop a scan, and filtered devices. rk_iio_lock guards them; scans
 * read the lists of sources and taps under preemption off, so that synchronize_rcu() ends what they
 * see.
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
	bool calls; /* scans come by rk_iio_push() */
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
	const struct rk_iio_way *way;
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
extern u32 rk_iio_removals; /* devices between the start and the end of their removal */

/* hook_iio.c, under rk_iio_lock. Programs that wait look again; those of a device begin to wait. */
void rk_iio_replug(void);
void rk_iio_unplug(const struct iio_dev *dev);
/* RK_EHOOK: its scans do not pass the processor. */
int rk_iio_check_buffer(const struct iio_dev *dev, const char **why);

/* hook_iio_scan.c. Preemption off. `mask` says which channels lie in the scan. true: forward. */
bool rk_iio_scan(struct rk_iio_source *s, const void *data, u64 mask);
/* From iio_push_to_buffers(), any context but NMI. */
bool rk_iio_push(const struct iio_dev *dev, const void *data);
/* What iio_push_to_buffers() does where it is skipped. */
int rk_iio_skipped(void);
/* The device's formats. RK_EHOOK: not all are understood, so no channel can be found. */
int rk_iio_formats(struct rk_iio_source *s, const char **why);

/* hook_iio_find.c. Under rk_iio_lock, with no device between removal's start and end. */
bool rk_iio_is_named(const struct device *dev, const char *name);
struct iio_dev *rk_iio_find(const char *name, const char **why); /* referenced; NULL: why */
const struct iio_chan_spec *rk_iio_channel(struct iio_dev *dev, const char *name, const char **why);
void rk_iio_units(struct iio_dev *dev, const struct iio_chan_spec *chan, struct rk_iio_tap *tap);

extern const struct rk_iio_way rk_iio_store;
/* Each where Kbuild has it. */
extern const struct rk_iio_way rk_iio_ftrace, rk_iio_kprobe, rk_iio_proxy;

/* hook_iio_proxy.c: filtered devices. */
#if IS_ENABLED(CONFIG_IIO_KFIFO_BUF)
#define RK_IIO_PROXY 1
bool rk_iio_is_proxy(const struct iio_dev *dev);
bool rk_iio_wants_proxy(const struct device *dev); /* by the parameter `proxy` */
void rk_iio_proxy_look(void);                      /* devices came: soon */
void rk_iio_proxy_settle(void);                    /* not under rk_iio_lock: that is done */
void rk_iio_proxy_gone(const struct iio_dev *dev); /* under it: the device goes */
void rk_iio_proxy_end(void);                       /* no more notices come, no program is left */
#else
static inline bool rk_iio_is_proxy(const struct iio_dev *dev)
{
	return false;
}
static inline bool rk_iio_wants_proxy(const struct device *dev)
{
	return false;
}
static inline void rk_iio_proxy_look(void)
{
}
static inline void rk_iio_proxy_settle(void)
{
}
static inline void rk_iio_proxy_gone(const struct iio_dev *dev)
{
}
static inline void rk_iio_proxy_end(void)
{
}
#endif

#endif
