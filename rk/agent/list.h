/* SPDX-License-Identifier: MIT */
/*
 * What a machine has, said to a workstation while it is found: nothing is kept, no file's size is
 * believed, and there is an end to everything. Reads sysfs, tracefs and /proc; never the module.
 */
#ifndef RK_LIST_H
#define RK_LIST_H

#include "agent.h"

enum { RK_LIST_LINE = 320, RK_LIST_LINES = 400000, RK_LIST_BYTES = 64 << 20 };

struct rk_lister {
	struct rk_agent *a; /* its data is the frame to come */
	u32 tag, fill;      /* bytes of that frame, with its head */
	u32 total;          /* lines, or bytes */
	bool gone;          /* the peer is, or more than a list may have was found */
	const char *pattern;
};

/* One line; '?' for what is neither printable nor a tab. Nothing where l->gone. */
void rk_list_line(struct rk_lister *l, const char *fmt, ...) __attribute__((format(printf, 2, 3)));
/* As it is; sizes add up to RK_LIST_BYTES at most. */
void rk_list_bytes(struct rk_lister *l, const void *bytes, size_t n);
/* Does a shell's pattern match? An empty one matches everything. */
bool rk_list_matches(const struct rk_lister *l, const char *name);

/* The first line of a file, without its end; false where there is none. */
bool rk_list_read(char *to, size_t size, const char *fmt, ...)
	__attribute__((format(printf, 3, 4)));
bool rk_list_exists(const char *fmt, ...) __attribute__((format(printf, 1, 2)));
/* Where tracing's files are; NULL: nowhere that can be read. */
const char *rk_list_tracing(void);

/* devices.c: each IIO channel, GPIO chip, PWM chip and CAN interface. */
struct rk_device {
	const char *class; /* "iio", "gpio", "pwm", "can" */
	char id[32];       /* device0, chip0, can0 */
	char name[64];     /* what name: finds, or empty */
	u32 lines;         /* or channels; UINT32_MAX: unknown */
	bool up;           /* can */
};
typedef void rk_device_fn(struct rk_lister *l, const struct rk_device *d);
void rk_devices_walk(struct rk_lister *l, rk_device_fn *fn);
/* Names of the elements that an IIO device's buffer has. */
typedef void rk_channel_fn(struct rk_lister *l, const struct rk_device *d, const char *channel);
void rk_devices_channels(struct rk_lister *l, const struct rk_device *d, rk_channel_fn *fn);

void rk_list_facts(struct rk_lister *l); /* facts.c */
void rk_list_hooks(struct rk_lister *l); /* hooks.c */

#endif
