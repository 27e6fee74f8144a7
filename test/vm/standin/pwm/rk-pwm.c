// SPDX-License-Identifier: MIT
/* A PWM chip of four channels on the platform device "rk-pwm". Parameters tell what it was given;
 * `refuse` makes it fail that many times. */
#include <linux/module.h>
#include <linux/platform_device.h>
#include <linux/pwm.h>
#include <linux/version.h>

static unsigned long duty[4], applies, refuse;
module_param_array(duty, ulong, NULL, 0444);
module_param(applies, ulong, 0444);
module_param(refuse, ulong, 0644);

static int apply(struct pwm_chip *chip, struct pwm_device *pwm, const struct pwm_state *state)
{
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

static struct platform_device *device;
static struct pwm_chip *chip;

#if LINUX_VERSION_CODE < KERNEL_VERSION(6, 9, 0)
static struct pwm_chip *pwmchip_alloc(struct device *parent, unsigned int n, size_t extra)
{
	static struct pwm_chip only;

	only.dev = parent;
	only.npwm = n;
	return &only;
}

static void pwmchip_put(struct pwm_chip *chip)
{
}
#endif

static int __init standin_init(void)
{
	int err;

	device = platform_device_register_simple("rk-pwm", -1, NULL, 0);
	if (IS_ERR(device))
		return PTR_ERR(device);
	chip = pwmchip_alloc(&device->dev, 4, 0);
	err = PTR_ERR_OR_ZERO(chip);
	if (!err) {
		chip->ops = &ops;
		err = pwmchip_add(chip);
		if (err)
			pwmchip_put(chip);
	}
	if (err)
		platform_device_unregister(device);
	return err;
}

static void __exit standin_exit(void)
{
	pwmchip_remove(chip);
	pwmchip_put(chip);
	platform_device_unregister(device);
}

module_init(standin_init);
module_exit(standin_exit);
MODULE_LICENSE("Dual MIT/GPL");
MODULE_DESCRIPTION("Stand-in PWM chip");
#if LINUX_VERSION_CODE >= KERNEL_VERSION(6, 9, 0)
MODULE_IMPORT_NS(PWM);
#endif
