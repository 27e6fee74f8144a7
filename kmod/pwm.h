/* SPDX-License-Identifier: MIT */
/* For the files that see both Linux's struct pwm_state and the context of that name: ours is struct
 * rk_pwm_state there. Also what differs between kernels' PWM chips. */
#ifndef RK_KMOD_PWM_H
#define RK_KMOD_PWM_H

#define pwm_state rk_pwm_state
#include "output.h"
#undef pwm_state

#include <linux/pwm.h>

#include "compat.h"

#ifdef RK_HAVE_PWM_ALLOC
static inline u32 rk_pwm_number(const struct pwm_chip *chip)
{
	return chip->id;
}

static inline struct device *rk_pwm_parent(const struct pwm_chip *chip)
{
	return chip->dev.parent;
}
#else
static inline u32 rk_pwm_number(const struct pwm_chip *chip)
{
	return (u32)chip->base;
}

static inline struct device *rk_pwm_parent(const struct pwm_chip *chip)
{
	return chip->dev;
}
#endif

/* Is this chip meant by chip<N> (the kernel's pwmchip<N>) or name:<its device or driver>? */
bool rk_pwm_is_named(const char *name, u32 number, const struct device *parent);

#endif
