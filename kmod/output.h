/* SPDX-License-Identifier: MIT */
/*
 * Outputs and inputs that the administrator configured: what bpf_gpio_*, bpf_pwm_* and the
 * emergency stop act on. They are added under rk_mutex, never removed while the module lives, and
 * read by running programs without a lock.
 */
#ifndef RK_KMOD_OUTPUT_H
#define RK_KMOD_OUTPUT_H

#include <linux/percpu.h>

#include "kmod.h"

struct gpio_desc;
struct rk_pwm_line;
struct rk_output;

/* One kind of line. open drives an output to its stopped value; it and close may sleep. write and
 * read are called where the line allows it: anywhere, or from the worker alone. */
struct rk_output_ops {
	int (*open)(struct rk_output *o, const char *chip, const char **why);
	void (*close)(struct rk_output *o);
	int (*write)(struct rk_output *o, u64 value);
	u64 (*read)(struct rk_output *o);
};

extern const struct rk_output_ops rk_output_gpio, rk_output_pwm;

struct rk_output {
	const struct rk_output_ops *ops;
	u32 kind, flags; /* enum rk_uapi_output_kind, _flag */
	u32 index;
	u32 chip, line;
	u64 stopped, period;
	u32 motor;            /* its bit of masks; 0: not of the emergency stop */
	bool sleeps;          /* for the worker alone */
	bool gone;            /* so is its chip: nothing is written any more */
	struct rk_lock lock;  /* of writes: the chip's own locks are taken under it */
	struct rk_lock asked; /* of `wanted` and the latch: nothing is called under it */
	u64 wanted;           /* what a program asked for last */
	u64 value;            /* what the line was last given, or read as */
	union {
		struct gpio_desc *desc;
		struct rk_pwm_line *pwm;
	};
};

/* gpio.c: a line of a chip named as in sections, by this module alone. May sleep. */
enum rk_gpio_as { RK_GPIO_IN, RK_GPIO_LOW, RK_GPIO_HIGH };
int rk_gpio_chip(const char *chip, u32 *number, char label[64], const char **why);
int rk_gpio_get(
	const char *label, u32 line, enum rk_gpio_as as, struct gpio_desc **desc, const char **why);
#ifdef CONFIG_GPIOLIB
int rk_gpio_init(void);
void rk_gpio_fini(void);
#else
static inline int rk_gpio_init(void)
{
	return 0;
}

static inline void rk_gpio_fini(void)
{
}
#endif

/* output.c: under rk_mutex, but for stop and find, which any context may call. */
int rk_output_init(void);
void rk_output_fini(void); /* no program runs any more */
int rk_output_add(struct rk_uapi_output *req, const char **why);
bool rk_output_get(u32 index, struct rk_uapi_output *out);
void rk_output_arm(u32 mask);
struct rk_output *rk_output_find(u32 kind, u32 chip, u32 line);

#endif
