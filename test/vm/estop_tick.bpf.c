// SPDX-License-Identifier: MIT
// A control loop at 1 kHz: drives a line and a PWM channel while told to, and makes the emergency
// stop once when told so. What it saw afterwards, in the same run, is in `seen`.
#include <rk/rk.bpf.h>

#define SEEN 8
#include "seen.h"

struct {
	__uint(type, BPF_MAP_TYPE_ARRAY);
	__uint(max_entries, 4); /* 0: GPIO chip, 1: PWM chip, 2: duty to set, 3: 1 stop now */
	__type(key, __u32);
	__type(value, __u64);
} told SEC(".maps");

enum { STOPS, LOW_AT_ONCE, GPIO_REFUSED, GPIO_SET, PWM_REFUSED, PWM_SET, OUTSIDE, WRONG_LINE };

static __u64 get(__u32 key)
{
	__u64 *v = bpf_map_lookup_elem(&told, &key);

	return v ? *v : 0;
}

static void emergency(__u32 chip)
{
	__u32 key = 3;
	__u64 done = 0;

	bpf_map_update_elem(&told, &key, &done, BPF_ANY);
	bpf_motor_emergency_stop(MOTOR_ALL);
	count(STOPS);
	if (bpf_gpio_get(chip, 0) == 0)
		count(LOW_AT_ONCE);
}

SEC("timer/1ms")
int control(struct timer_event *evt)
{
	__u32 gpio = (__u32)get(0), pwm = (__u32)get(1);
	__u64 duty = get(2);

	if (get(3))
		emergency(gpio);
	count(bpf_gpio_set(gpio, 0, 1) < 0 ? GPIO_REFUSED : GPIO_SET);
	if (!duty)
		return 0;
	count(bpf_pwm_set_duty(pwm, 2, duty) < 0 ? PWM_REFUSED : PWM_SET);
	if (bpf_pwm_set_duty(pwm, 2, 20000001) != -22)
		count(OUTSIDE);
	if (bpf_gpio_set(gpio, 7, 1) != -19)
		count(WRONG_LINE);
	return 0;
}

RK_LICENSE("Dual MIT/GPL");
