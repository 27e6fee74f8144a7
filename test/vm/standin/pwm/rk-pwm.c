// SPDX-License-Identifier: MIT
/* A PWM chip of four channels on the platform device "rk-pwm". Parameters tell what it was given;
 * `refuse` makes it fail that many times; `late` counts what it was given after it was unbound. */
#include <linux/module.h>
#include <linux/platform_device.h>
#include <linux/pwm.h>
#include <linux/version.h>

static unsigned long duty[4], applies, refuse, late;
static bool there;
module_param_array(duty, ulong, NULL, 0444);
module_param(applies, ulong, 0444);
module_param(refuse, ulong, 0644);
module_param(late, ulong, 0444);

static int apply(struct pwm_chip *chip, struct pwm_device *pwm, const struct pwm_state *state)
{
	late += !there;
	if (refuse) {
		refuse--;
		return -EIO;
	}
	applies++;
	duty[pwm->hwpwm] = state->enabled ? state->duty_cycle : 0;
	return 0;
}

static const struct pwm_ops ops = {
	.apply = apply,
#if LINUX_VERSION_CODE < KERNEL_VERSION(6, 9, 0)
	.owner = THIS_MODULE,
#endif
};

#if LINUX_VERSION_CODE < KERNEL_VERSION(6, 9, 0)
static struct pwm_chip *devm_pwmchip_alloc(struct device *parent, unsigned int n, size_t extra)
{
	struct pwm_chip *chip = devm_kzalloc(parent, sizeof(*chip), GFP_KERNEL);

	if (!chip)
		return ERR_PTR(-ENOMEM);
	chip->dev = parent;
	chip->npwm = n;
	return chip;
}
#endif

static void remove(void *chip)
{
	pwmchip_remove(chip);
	there = false;
}

static int probe(struct platform_device *device)
{
	struct pwm_chip *chip = devm_pwmchip_alloc(&device->dev, 4, 0);
	int err;

	if (IS_ERR(chip))
		return PTR_ERR(chip);
	chip->ops = &ops;
	there = true;
	err = pwmchip_add(chip);
	return err ? err : devm_add_action_or_reset(&device->dev, remove, chip);
}

static struct platform_driver driver = {
	.driver = {.name = "rk-pwm"},
	.probe = probe,
};
static struct platform_device *device;

static int __init standin_init(void)
{
	int err = platform_driver_register(&driver);

	if (err)
		return err;
	device = platform_device_register_simple("rk-pwm", -1, NULL, 0);
	if (!IS_ERR(device))
		return 0;
	platform_driver_unregister(&driver);
	return PTR_ERR(device);
}

static void __exit standin_exit(void)
{
	platform_device_unregister(device);
	platform_driver_unregister(&driver);
}

module_init(standin_init);
module_exit(standin_exit);
MODULE_LICENSE("Dual MIT/GPL");
MODULE_DESCRIPTION("Stand-in PWM chip");
#if LINUX_VERSION_CODE >= KERNEL_VERSION(6, 9, 0)
MODULE_IMPORT_NS(PWM);
#endif
