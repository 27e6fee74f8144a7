/* SPDX-License-Identifier: MIT */
/*
 * GPIO chips by the names that sections use, and lines of them. chip<N> is the kernel's
 * gpiochip<N>, as in /dev and in libgpiod's tools; name:<label> is a chip's label. All under
 * rk_mutex.
 */
#include <linux/device.h>
#include <linux/err.h>
#include <linux/gpio/consumer.h>
#include <linux/gpio/driver.h>
#include <linux/gpio/machine.h>
#include <linux/kernel.h>
#include <linux/platform_device.h>
#include <linux/slab.h>
#include <linux/string.h>

#include "compat.h"
#include "output.h"

/* What a chip whose number is not to be found has instead: this, and its first line's number among
 * all lines of the kernel. */
enum { LABEL = 64, NO_NUMBER = 0x80000000u };

struct chip {
	u32 number;
	char label[LABEL];
};

static struct platform_device *owner; /* whose lines they are */

struct walk {
	u32 left;
	const void *gpiodev;
	struct device *parent;
	struct chip *chip;
};

#ifdef RK_HAVE_GPIO_DEVICE
static int nth(struct gpio_chip *gc, const void *data)
{
	struct walk *w = (struct walk *)data;

	return !w->left--;
}

static bool chip_at(u32 i, struct chip *out)
{
	struct walk w = {.left = i};
	struct gpio_device *dev = gpio_device_find(&w, nth);

	if (!dev)
		return false;
	out->number = NO_NUMBER;
	sscanf(dev_name(gpio_device_to_device(dev)), "gpiochip%u", &out->number);
	strscpy(out->label, gpio_device_get_label(dev), LABEL);
	gpio_device_put(dev);
	return true;
}
#else
/* Under the GPIO core's lock: take along what is needed, and look at it later. */
static int nth(struct gpio_chip *gc, void *data)
{
	struct walk *w = data;

	if (w->left--)
		return 0;
	w->gpiodev = gc->gpiodev;
	w->parent = gc->parent ? get_device(gc->parent) : NULL;
	w->chip->number = NO_NUMBER | (u32)gc->base;
	strscpy(w->chip->label, gc->label ? gc->label : "", LABEL);
	return 1;
}

/* A chip's device is a child of its parent and a member near the start of its private struct:
 * whichever child lies there is it. */
static int is_member(struct device *child, void *data)
{
	const struct walk *w = data;
	unsigned long distance = (unsigned long)child - (unsigned long)w->gpiodev;

	if (distance > 64)
		return 0;
	sscanf(dev_name(child), "gpiochip%u", &w->chip->number);
	return 1;
}

static bool chip_at(u32 i, struct chip *out)
{
	struct walk w = {.left = i, .chip = out};

	if (!gpiochip_find(&w, nth))
		return false;
	if (w.parent) {
		device_for_each_child(w.parent, &w, is_member);
		put_device(w.parent);
	}
	return true;
}
#endif

static bool is_named(const struct chip *chip, const char *name)
{
	u32 n;

	if (!strncmp(name, "name:", 5))
		return !strcmp(chip->label, name + 5);
	return sscanf(name, "chip%u", &n) == 1 && n == chip->number;
}

/* Lines are asked for by the chip's label, and the kernel takes the first chip that has it. */
static bool is_first(u32 i, const struct chip *chip)
{
	struct chip before;

	while (i--)
		if (chip_at(i, &before) && !strcmp(before.label, chip->label))
			return false;
	return true;
}

int rk_gpio_chip(const char *name, u32 *number, char label[LABEL], const char **why)
{
	struct chip chip;

	for (u32 i = 0; chip_at(i, &chip); i++) {
		if (!is_named(&chip, name))
			continue;
		*why = "another GPIO chip has the same label, and the kernel would take its line";
		if (!is_first(i, &chip))
			return RK_EHOOK;
		*number = chip.number;
		strscpy(label, chip.label, LABEL);
		return RK_OK;
	}
	*why = !strncmp(name, "role:", 5) ? "no robot profile gives GPIO chips roles"
					  : "the kernel has no GPIO chip of this name";
	return RK_ENOENT;
}

static struct gpio_desc *look_up(const char *label, u32 line, enum gpiod_flags flags)
{
	struct gpiod_lookup_table *table = kzalloc(struct_size(table, table, 2), GFP_KERNEL);
	struct gpio_desc *desc;

	if (!table)
		return ERR_PTR(-ENOMEM);
	table->dev_id = dev_name(&owner->dev);
	table->table[0] = GPIO_LOOKUP(label, line, "rk", GPIO_ACTIVE_HIGH);
	gpiod_add_lookup_table(table);
	desc = gpiod_get(&owner->dev, "rk", flags);
	gpiod_remove_lookup_table(table);
	kfree(table);
	return desc;
}

int rk_gpio_get(
	const char *label, u32 line, enum rk_gpio_as as, struct gpio_desc **desc, const char **why)
{
	static const enum gpiod_flags flags[] = {
		[RK_GPIO_IN] = GPIOD_IN,
		[RK_GPIO_LOW] = GPIOD_OUT_LOW,
		[RK_GPIO_HIGH] = GPIOD_OUT_HIGH,
	};
	long err;

	*why = "the chip has no such line";
	if (line > U16_MAX - 1)
		return RK_ENOENT;
	*desc = look_up(label, line, flags[as]);
	err = PTR_ERR_OR_ZERO(*desc);
	if (!err)
		return RK_OK;
	if (err == -EBUSY)
		*why = "the line is in use; one that several programs need is configured as an "
		       "input";
	return err == -EBUSY ? RK_EBUSY : err == -ENOMEM ? RK_ENOMEM : RK_EHOOK;
}

int rk_gpio_init(void)
{
	owner = platform_device_register_simple("rkbpf", PLATFORM_DEVID_NONE, NULL, 0);
	return PTR_ERR_OR_ZERO(owner);
}

void rk_gpio_fini(void)
{
	platform_device_unregister(owner);
}
