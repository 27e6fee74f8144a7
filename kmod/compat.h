/* SPDX-License-Identifier: MIT */
/*
 * What differs between the kernels the module is written for, in one place: a file of the module
 * asks for a feature by its name here and never for a version.
 */
#ifndef RK_KMOD_COMPAT_H
#define RK_KMOD_COMPAT_H

#include <linux/version.h>

/* GPIO chips are looked up as reference-counted devices (gpio_device_find), not as bare chips. */
#if LINUX_VERSION_CODE >= KERNEL_VERSION(6, 8, 0)
#define RK_HAVE_GPIO_DEVICE 1
#endif

/* PWM: chips are allocated by the core and hold their device; channels are not given away by
 * number, pwm_apply_state() is called pwm_apply_might_sleep(), and the symbols have a namespace. */
#if LINUX_VERSION_CODE >= KERNEL_VERSION(6, 9, 0)
#define RK_HAVE_PWM_ALLOC 1
#endif
#if LINUX_VERSION_CODE >= KERNEL_VERSION(6, 8, 0)
#define rk_pwm_apply pwm_apply_might_sleep
#else
#define rk_pwm_apply pwm_apply_state
#endif
/* The pwm_apply tracepoint tells whether the driver took the state. */
#if LINUX_VERSION_CODE >= KERNEL_VERSION(6, 3, 0)
#define RK_HAVE_PWM_APPLY_ERR 1
#endif

#if LINUX_VERSION_CODE >= KERNEL_VERSION(6, 13, 0)
#define RK_IMPORT_NS(name) MODULE_IMPORT_NS(#name)
#else
#define RK_IMPORT_NS(name) MODULE_IMPORT_NS(name)
#endif

/* IIO: a channel's format may change while it is used. */
#if LINUX_VERSION_CODE >= KERNEL_VERSION(6, 11, 0)
#define RK_HAVE_IIO_EXT_SCAN_TYPE 1
#endif
/* Keeps the buffer from running; false: it runs. */
#if LINUX_VERSION_CODE >= KERNEL_VERSION(6, 14, 0)
#define rk_iio_claim(dev) iio_device_claim_direct(dev)
#define rk_iio_release(dev) iio_device_release_direct(dev)
#else
#define rk_iio_claim(dev) (!iio_device_claim_direct_mode(dev))
#define rk_iio_release(dev) iio_device_release_direct_mode(dev)
#endif

/* ftrace: registers are whole (SAVE_REGS), or there are only arguments and where to go on. */
#ifdef CONFIG_DYNAMIC_FTRACE_WITH_REGS
#define RK_FTRACE_REGS 1
#elif defined(CONFIG_DYNAMIC_FTRACE_WITH_ARGS)
#define RK_FTRACE_ARGS 1
#endif

#endif
