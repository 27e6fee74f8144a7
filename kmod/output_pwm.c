/* SPDX-License-Identifier: MIT */
/*
 * A PWM channel as an output: values are duty times in ns at the administrator's period. Drivers
 * may sleep, so the worker writes. chip<N> is the kernel's pwmchip<N>, as in /sys/class/pwm.
 *
 * Up to 6.7 the kernel gives channels away by number. Later ones do so through device trees and
 * ACPI only: there the chip is looked for among the children of platform devices and the channel is
 * claimed as the core does it.
 *
 * A claimed channel keeps the driver's module, but not its binding: where the driver is about to be
 * unbound, the channel is stopped and given back first, and the output is gone for good.
 */
#include <linux/device.h>
#include <linux/err.h>
#include <linux/module.h>
#include <linux/platform_device.h>
#include <linux/slab.h>
#include <linux/string.h>

#include "driver.h"
#include "pwm.h"

/* The channel of one output. The parent's device lock is held where it is taken and given back, as
 * the kernel does while it unbinds; `channels` is taken within it, and wherever it is used. */
struct rk_pwm_line {
	struct rk_output *o;
	struct pwm_device *pwm; /* NULL: not taken, or its driver is gone */
	struct device *parent;
	struct notifier_block unbinding;
};
static DEFINE_MUTEX(channels);

bool rk_pwm_is_named(const char *name, u32 number, const struct device *parent)
{
	u32 n;

	if (strncmp(name, "name:", 5))
		return sscanf(name, "chip%u", &n) == 1 && n == number;
	return !strcmp(dev_name(parent), name + 5) || rk_driver_is(parent, name + 5);
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

static struct pwm_device *take_channel(struct search *s, const struct device *parent, u32 line)
{
	struct pwm_chip *chip;
	int err = -ENODEV;

	bus_for_each_dev(&platform_bus_type, NULL, s, search_children);
	if (!s->found)
		return ERR_PTR(err);
	chip = container_of(s->found, struct pwm_chip, dev);
	if (line < chip->npwm && s->found->parent == parent)
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

static struct device *parent_by_number(const struct search *s, u32 line)
{
	return NULL;
}
#else
/* Numbers go on across chips. */
static struct pwm_device *request(const struct search *s, u32 line)
{
	struct pwm_device *pwm;

	if (line >= 4096 || s->number >= 4096)
		return ERR_PTR(-ENODEV);
	pwm = pwm_request((int)(s->number + line), "rkbpf");
	if (IS_ERR(pwm) || (pwm->hwpwm == line && rk_pwm_number(pwm->chip) == s->number))
		return pwm;
	pwm_free(pwm);
	return ERR_PTR(-ENODEV);
}

static struct pwm_device *take_channel(struct search *s, const struct device *parent, u32 line)
{
	struct pwm_device *pwm = request(s, line);

	if (IS_ERR(pwm) || rk_pwm_parent(pwm->chip) == parent)
		return pwm;
	pwm_free(pwm);
	return ERR_PTR(-ENODEV);
}

static void free_channel(struct pwm_device *pwm)
{
	pwm_free(pwm);
}

/* Chips that are on no platform bus. Nothing holds the driver before the device is referenced. */
static struct device *parent_by_number(struct search *s, u32 line)
{
	struct device *parent;
	struct pwm_device *pwm;

	if (sscanf(s->name, "chip%u", &s->number) != 1)
		return NULL;
	pwm = request(s, line);
	if (IS_ERR(pwm))
		return ERR_CAST(pwm);
	parent = get_device(rk_pwm_parent(pwm->chip));
	pwm_free(pwm);
	return parent;
}
#endif

/* The device whose driver has the chip, referenced; NULL: none. */
static struct device *find_parent(struct search *s, u32 line)
{
	struct device *parent;

	bus_for_each_dev(&platform_bus_type, NULL, s, search_children);
	if (!s->found)
		return parent_by_number(s, line);
	parent = get_device(s->found->parent);
	put_device(s->found);
	s->found = NULL;
	return parent;
}

static int apply(struct pwm_device *pwm, u64 period, u64 duty)
{
	struct pwm_state state;

	pwm_get_state(pwm, &state);
	state.period = period;
	state.duty_cycle = duty;
	state.enabled = true;
	return rk_pwm_apply(pwm, &state);
}

static int write(struct rk_output *o, u64 value)
{
	int err = -ENODEV;

	mutex_lock(&channels);
	if (o->pwm->pwm)
		err = apply(o->pwm->pwm, o->period, value);
	mutex_unlock(&channels);
	return err;
}

static u64 read(struct rk_output *o)
{
	return o->value;
}

/* Under the parent's device lock. */
static void give_back(struct rk_pwm_line *l)
{
	struct pwm_device *pwm;

	mutex_lock(&channels);
	pwm = l->pwm;
	l->pwm = NULL;
	mutex_unlock(&channels);
	if (pwm)
		free_channel(pwm);
}

static int parent_notice(struct notifier_block *nb, unsigned long what, void *dev)
{
	struct rk_pwm_line *l = container_of(nb, struct rk_pwm_line, unbinding);
	struct rk_output *o = l->o;

	if (what != BUS_NOTIFY_UNBIND_DRIVER || dev != l->parent || !l->pwm)
		return NOTIFY_DONE;
	WRITE_ONCE(o->gone, true);
	if (o->motor && !write(o, o->stopped))
		WRITE_ONCE(o->value, o->stopped);
	give_back(l);
	pr_warn("rkbpf: PWM chip %u is gone, and so is the output of its channel %u\n", o->chip,
		o->line);
	return NOTIFY_OK;
}

static void forget(struct rk_pwm_line *l)
{
	put_device(l->parent);
	kfree(l);
}

static void close(struct rk_output *o)
{
	struct rk_pwm_line *l = o->pwm;

	device_lock(l->parent);
	if (l->parent->bus)
		bus_unregister_notifier(l->parent->bus, &l->unbinding);
	give_back(l);
	device_unlock(l->parent);
	forget(l);
}

/* Under the parent's device lock: its driver stays until the notifier is there. */
static int take(struct rk_pwm_line *l, struct search *s)
{
	struct pwm_device *pwm = take_channel(s, l->parent, l->o->line);
	int err = PTR_ERR_OR_ZERO(pwm);

	if (err)
		return err;
	l->unbinding.notifier_call = parent_notice;
	if (l->parent->bus)
		err = bus_register_notifier(l->parent->bus, &l->unbinding);
	if (err)
		free_channel(pwm);
	else
		l->pwm = pwm;
	return err;
}

static int claim_line(struct rk_output *o, const char *chip)
{
	struct search s = {.name = chip};
	struct device *parent = find_parent(&s, o->line);
	int err;

	if (IS_ERR_OR_NULL(parent))
		return parent ? (int)PTR_ERR(parent) : -ENODEV;
	o->pwm = kzalloc(sizeof(*o->pwm), GFP_KERNEL);
	if (!o->pwm) {
		put_device(parent);
		return -ENOMEM;
	}
	o->pwm->o = o;
	o->pwm->parent = parent;
	device_lock(parent);
	err = take(o->pwm, &s);
	device_unlock(parent);
	o->chip = s.number;
	if (err)
		forget(o->pwm);
	return err;
}

static int open(struct rk_output *o, const char *chip, const char **why)
{
	int err;

	*why = "a PWM output has a period and a stopped duty time within it";
	if (!o->period || o->stopped > o->period || o->flags & RK_OUTPUT_INPUT)
		return RK_EINPUT;
	o->sleeps = true;
	err = claim_line(o, chip);
	*why = err == -EBUSY ? "the channel is in use"
			     : "the kernel has no PWM chip of this name, or not that channel";
	if (err)
		return err == -EBUSY ? RK_EBUSY : err == -ENOMEM ? RK_ENOMEM : RK_ENOENT;
	*why = "the chip refused the stopped value";
	if (!write(o, o->stopped))
		return RK_OK;
	close(o);
	return RK_EIO;
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
