// SPDX-License-Identifier: MIT
/*
 * A GPIO chip "rk-lines" of eight outputs that never sleeps, and two like it, "rk-bare" and
 * "rk-bare2", that have no parent device. Parameters tell what they were given, eight bits each.
 * As real chips have, there is a lock around each write; `slow` microseconds pass under it. `label`
 * is that of all, where it is given.
 */
#include <linux/gpio/driver.h>
#include <linux/module.h>
#include <linux/platform_device.h>
#include <linux/timekeeping.h>

static unsigned long levels, writes;
module_param(levels, ulong, 0444);
module_param(writes, ulong, 0444);
static unsigned int slow;
module_param(slow, uint, 0644);
static char *label;
module_param(label, charp, 0444);
static DEFINE_RAW_SPINLOCK(lock);

enum { LINES = 8, CHIPS = 3 };
static struct gpio_chip chips[CHIPS];

static unsigned int bit_of(struct gpio_chip *chip, unsigned int line)
{
	return (unsigned int)(chip - chips) * LINES + line;
}

static int get(struct gpio_chip *chip, unsigned int line)
{
	return test_bit(bit_of(chip, line), &levels);
}

static int get_direction(struct gpio_chip *chip, unsigned int line)
{
	return get(chip, line) ? GPIO_LINE_DIRECTION_OUT : GPIO_LINE_DIRECTION_IN;
}

/* To be probed: the lock is held. */
noinline void rk_lines_locked(struct gpio_chip *chip, unsigned int line, int value);
noinline void rk_lines_locked(struct gpio_chip *chip, unsigned int line, int value)
{
	writes++;
	assign_bit(bit_of(chip, line), &levels, value);
}

static void set(struct gpio_chip *chip, unsigned int line, int value)
{
	unsigned long flags;
	u64 end;

	raw_spin_lock_irqsave(&lock, flags);
	end = ktime_get_mono_fast_ns() + slow * 1000ull;
	while (slow && ktime_get_mono_fast_ns() < end)
		cpu_relax();
	rk_lines_locked(chip, line, value);
	raw_spin_unlock_irqrestore(&lock, flags);
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
static const struct gpio_chip model = {
	.owner = THIS_MODULE,
	.base = -1,
	.ngpio = LINES,
	.get_direction = get_direction,
	.get = get,
	.set = set,
	.direction_output = direction_output,
	.direction_input = direction_input,
};

static void remove(int n)
{
	while (n--)
		gpiochip_remove(&chips[n]);
	platform_device_unregister(device);
}

static int __init lines_init(void)
{
	static const char *const labels[CHIPS] = {"rk-lines", "rk-bare", "rk-bare2"};

	device = platform_device_register_simple("rk-lines", -1, NULL, 0);
	if (IS_ERR(device))
		return PTR_ERR(device);
	for (int i = 0; i < CHIPS; i++) {
		int err;

		chips[i] = model;
		chips[i].label = label ? label : labels[i];
		chips[i].parent = i ? NULL : &device->dev;
		err = gpiochip_add_data(&chips[i], NULL);
		if (err) {
			remove(i);
			return err;
		}
	}
	return 0;
}

static void __exit lines_exit(void)
{
	remove(CHIPS);
}

module_init(lines_init);
module_exit(lines_exit);
MODULE_LICENSE("Dual MIT/GPL");
MODULE_DESCRIPTION("Stand-in GPIO outputs");
