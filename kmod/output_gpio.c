/* SPDX-License-Identifier: MIT */
/* A GPIO line as an output, or as an input that programs read. Levels are those of the wire. */
#include <linux/gpio/consumer.h>

#include "output.h"

static int open(struct rk_output *o, const char *chip, const char **why)
{
	enum rk_gpio_as as = o->stopped ? RK_GPIO_HIGH : RK_GPIO_LOW;
	char label[64];
	int err;

	*why = "a GPIO line has the levels 0 and 1 and no period";
	if (o->stopped > 1 || o->period)
		return RK_EINPUT;
	err = rk_gpio_chip(chip, &o->chip, label, why);
	if (err)
		return err;
	if (o->flags & RK_OUTPUT_INPUT)
		as = RK_GPIO_IN;
	err = rk_gpio_get(label, o->line, as, &o->desc, why);
	if (err)
		return err;
	o->sleeps = gpiod_cansleep(o->desc);
	/* A spinlock of the chip's driver sleeps on PREEMPT_RT. */
	if (IS_ENABLED(CONFIG_PREEMPT_RT) && !(o->flags & RK_OUTPUT_RT_SAFE))
		o->sleeps = true;
	return RK_OK;
}

static void close(struct rk_output *o)
{
	gpiod_put(o->desc);
}

static int write(struct rk_output *o, u64 value)
{
	if (o->sleeps)
		gpiod_set_raw_value_cansleep(o->desc, (int)value);
	else
		gpiod_set_raw_value(o->desc, (int)value);
	return 0;
}

static u64 read(struct rk_output *o)
{
	int level =
		o->sleeps ? gpiod_get_raw_value_cansleep(o->desc) : gpiod_get_raw_value(o->desc);

	return level < 0 ? o->value : (u64)level;
}

const struct rk_output_ops rk_output_gpio = {
	.open = open,
	.close = close,
	.write = write,
	.read = read,
};
