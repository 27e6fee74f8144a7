// SPDX-License-Identifier: MIT
/* A GPIO chip "rk-lines" of eight outputs that never sleeps; parameters tell what it was given. */
#include <linux/gpio/driver.h>
#include <linux/module.h>
#include <linux/platform_device.h>

static unsigned long levels, writes;
module_param(levels, ulong, 0444);
module_param(writes, ulong, 0444);

static int get_direction(struct gpio_chip *chip, unsigned int line)
{
	return test_bit(line, &levels) ? GPIO_LINE_DIRECTION_OUT : GPIO_LINE_DIRECTION_IN;
}

static int get(struct gpio_chip *chip, unsigned int line)
{
	return test_bit(line, &levels);
}

static void set(struct gpio_chip *chip, unsigned int line, int value)
{
	writes++;
	assign_bit(line, &levels, value);
}

static int direction_output(struct gpio_chip *chip, unsigned int line, int value)
{
	set(chip, line, value);
	return 0;
}

static int direction_input(struct gpio_chip *chip, unsigned int line)
{
	return 0;
}

static struct platform_device *device;
static struct gpio_chip chip = {
	.label = "rk-lines",
	.owner = THIS_MODULE,
	.base = -1,
	.ngpio = 8,
	.get_direction = get_direction,
	.get = get,
	.set = set,
	.direction_output = direction_output,
	.direction_input = direction_input,
};

static int __init lines_init(void)
{
	int err;

	device = platform_device_register_simple("rk-lines", -1, NULL, 0);
	if (IS_ERR(device))
		return PTR_ERR(device);
	chip.parent = &device->dev;
	err = gpiochip_add_data(&chip, NULL);
	if (err)
		platform_device_unregister(device);
	return err;
}

static void __exit lines_exit(void)
{
	gpiochip_remove(&chip);
	platform_device_unregister(device);
}

module_init(lines_init);
module_exit(lines_exit);
MODULE_LICENSE("Dual MIT/GPL");
MODULE_DESCRIPTION("Stand-in GPIO outputs");
