/* SPDX-License-Identifier: MIT */
/* Outputs and sensors, through the world. An unset member means that this host has no such thing.
 */
#include "helper.h"

/* What the world returns, held to the range that the row promises the verifier. */
static u64 in_range(s64 r)
{
	if (r < -4095 || r > 0x7fffffff)
		return rk_fail(RK_L_ERANGE);
	return (u64)r;
}

/*
 * Every configured output of the mask is stopped even where another is missing. MOTOR_ALL means the
 * configured ones.
 */
RK_HELPER(motor_emergency_stop)
{
	const struct rk_world *w = rk_env_world(env);
	u32 mask = (u32)a1;
	u64 r;

	if (!w->estop)
		return rk_fail(RK_L_ENODEV);
	r = in_range(w->estop(w->data, mask));
	if (!r && mask != MOTOR_ALL && mask & ~w->outputs)
		return rk_fail(RK_L_ENODEV);
	return r;
}

RK_HELPER(sensor_last_timestamp)
{
	const struct rk_world *w = rk_env_world(env);

	return w->sensor_time ? w->sensor_time(w->data, (u32)a1) : 0;
}

RK_HELPER(gpio_get)
{
	const struct rk_world *w = rk_env_world(env);

	return w->gpio_get ? in_range(w->gpio_get(w->data, (u32)a1, (u32)a2))
			   : rk_fail(RK_L_ENODEV);
}

RK_HELPER(gpio_set)
{
	const struct rk_world *w = rk_env_world(env);

	return w->gpio_set ? in_range(w->gpio_set(w->data, (u32)a1, (u32)a2, (u32)a3))
			   : rk_fail(RK_L_ENODEV);
}

RK_HELPER(pwm_get_duty)
{
	const struct rk_world *w = rk_env_world(env);

	return w->pwm_get ? (u64)w->pwm_get(w->data, (u32)a1, (u32)a2) : ~0ull;
}

RK_HELPER(pwm_set_duty)
{
	const struct rk_world *w = rk_env_world(env);

	return w->pwm_set ? in_range(w->pwm_set(w->data, (u32)a1, (u32)a2, a3))
			  : rk_fail(RK_L_ENODEV);
}

RK_HELPER(iio_read)
{
	const struct rk_world *w = rk_env_world(env);
	u64 value = 0, r = rk_fail(RK_L_ENODEV);

	if (w->iio_read)
		r = in_range(w->iio_read(w->data, (u32)a1, (u32)a2, &value));
	*(u64 *)rk_ptr(a3) = (s64)r < 0 ? 0 : value;
	return r;
}

RK_HELPER(can_send)
{
	const struct rk_world *w = rk_env_world(env);

	if (a4 > 64)
		return rk_fail(RK_L_EINVAL);
	return w->can_send ? in_range(w->can_send(w->data, (u32)a1, (u32)a2, rk_ptr(a3), (u32)a4))
			   : rk_fail(RK_L_ENODEV);
}
