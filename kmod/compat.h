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

#endif
