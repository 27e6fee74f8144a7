/* SPDX-License-Identifier: MIT */
/*
 * A PWM channel as an output: values are duty times in ns at the administrator's period. Drivers
 * may sleep, so the worker writes. chip<N> is the kernel's pwmchip<N>, as in /sys/class/pwm.
 *
 * Up to 6.7 the kernel gives channels away by number. Later ones do so through device trees and
 * ACPI only: there the chip is looked for among the children of platform devices and the channel is
 * claimed as the core does it.
 */
#include <linux/device.h>
#include <linux/err.h>
#include <linux/module.h>
#include <linux/platform_device.h>
#include <linux/string.h>

#include "pwm.h"

bool rk_pwm_is_named(const char *name, u32 number, const struct device *parent)
{
	u32 n;

	if (strncmp(name, "name:", 5))
		return sscanf(name, "chip%u", &n) == 1 && n == number;
	return !strcmp(dev_name(parent), name + 5) ||
	       (parent->driver && !strcmp(parent->driver->name, name + 5));
}

struct search {
	const char *name;
	u32 number;
	struct device *found; /* the chip's own device, referenced */
};

static int is_wanted(struct device *child, void *data)
{
	struct search *s = data;

	if (sscanf(dev_name(child), "pwmchip%u", &s->number) != 1 ||
		!rk_pwm_is_named(s->name, s->number, child->parent))
		return 0;
	s->found = get_device(child);
	return 1;
}

static int search_children(struct device *parent, void *data)
{
	return device_for_each_child(parent, data, is_wanted);
}

#ifdef RK_HAVE_PWM_ALLOC
/* The core's pwm_device_request(). The module and the device are held until free_channel(). */
static int claim(struct pwm_device *pwm)
{
	const struct pwm_ops *ops = pwm->chip->ops;
	int err;

	if (!try_module_get(pwm->chip->owner))
		return -ENODEV;
	err = test_and_set_bit(PWMF_REQUESTED, &pwm->flags) ? -EBUSY : 0;
	if (!err && ops->request) {
		err = ops->request(pwm->chip, pwm);
		if (err)
			clear_bit(PWMF_REQUESTED, &pwm->flags);
	}
	if (err)
		module_put(pwm->chip->owner);
	else
		pwm->label = "rkbpf";
	return err;
}

static struct pwm_device *take_channel(struct search *s, u32 line)
{
	struct pwm_chip *chip;
	int err = -ENODEV;

	bus_for_each_dev(&platform_bus_type, NULL, s, search_children);
	if (!s->found)
		return ERR_PTR(err);
	chip = container_of(s->found, struct pwm_chip, dev);
	if (line < chip->npwm)
		err = claim(&chip->pwms[line]);
	if (!err)
		return &chip->pwms[line];
	put_device(s->found);
	return ERR_PTR(err);
}

static void free_channel(struct pwm_device *pwm)
{
	struct pwm_chip *chip = pwm->chip;
	struct module *module = chip->owner;

	if (chip->ops->free)
		chip->ops->free(chip, pwm);
	pwm->label = NULL;
	clear_bit(PWMF_REQUESTED, &pwm->flags);
	put_device(&chip->dev);
	module_put(module);
}
#else
static struct pwm_device *take_channel(struct search *s, u32 line)
{
	struct pwm_device *pwm;

	if (sscanf(s->name, "chip%u", &s->number) != 1) {
		bus_for_each_dev(&platform_bus_type, NULL, s, search_children);
		if (!s->found)
			return ERR_PTR(-ENODEV);
		put_device(s->found);
	}
	pwm = line < 4096 && s->number < 4096 ? pwm_request((int)(s->number + line), "rkbpf")
					      : ERR_PTR(-ENODEV);
	/* Numbers go on across chips. */
	if (!IS_ERR(pwm) && (pwm->hwpwm != line || rk_pwm_number(pwm->chip) != s->number)) {
		pwm_free(pwm);
		pwm = ERR_PTR(-ENODEV);
	}
	return pwm;
}

static void free_channel(struct pwm_device *pwm)
{
	pwm_free(pwm);
}
#endif

static int write(struct rk_output *o, u64 value)
{
	struct pwm_state state;

	pwm_get_state(o->pwm, &state);
	state.period = o->period;
	state.duty_cycle = value;
	state.enabled = true;
	return rk_pwm_apply(o->pwm, &state);
}

static u64 read(struct rk_output *o)
{
	return o->value;
}

static int open(struct rk_output *o, const char *chip, const char **why)
{
	struct search s = {.name = chip};
	long err;

	*why = "a PWM output has a period and a stopped duty time within it";
	if (!o->period || o->stopped > o->period || o->flags & RK_OUTPUT_INPUT)
		return RK_EINPUT;
	o->pwm = take_channel(&s, o->line);
	o->chip = s.number;
	o->sleeps = true;
	err = PTR_ERR_OR_ZERO(o->pwm);
	*why = err == -EBUSY ? "the channel is in use"
			     : "the kernel has no PWM chip of this name, or not that channel";
	if (err)
		return err == -EBUSY ? RK_EBUSY : RK_ENOENT;
	*why = "the chip refused the stopped value";
	if (!write(o, o->stopped))
		return RK_OK;
	free_channel(o->pwm);
	return RK_EIO;
}

static void close(struct rk_output *o)
{
	free_channel(o->pwm);
}

const struct rk_output_ops rk_output_pwm = {
	.open = open,
	.close = close,
	.write = write,
	.read = read,
};

#ifdef RK_HAVE_PWM_ALLOC
RK_IMPORT_NS(PWM);
#endif
