// The manifest says whether a program may make the emergency stop, and which outputs the constants
// among its masks name: the module refuses to attach it where one of them is not configured.
// RUN: rm -rf %t && mkdir -p %t
// RUN: env RK_KEYS=%t/keys %rk key generate dev
// RUN: env RK_KEYS=%t/keys %rkcc build %s -o %t/n.rkb --program named --target x86_64
// RUN: %rk inspect %t/n.rkb | FileCheck %s --check-prefix=NAMED
// NAMED: stops outputs 0x1a{{$}}
// RUN: %rk inspect --json %t/n.rkb | FileCheck %s --check-prefix=JSON
// JSON: "emergency_stop":{{ *}}true
// JSON: "stop_mask":{{ *}}26
// RUN: env RK_KEYS=%t/keys %rkcc build %s -o %t/a.rkb --program all --target x86_64
// RUN: %rk inspect %t/a.rkb | FileCheck %s --check-prefix=ALL
// ALL: stops the configured outputs
// RUN: env RK_KEYS=%t/keys %rkcc build %s -o %t/q.rkb --program never --target x86_64
// RUN: %rk inspect %t/q.rkb | FileCheck %s --check-prefix=NEVER --implicit-check-not=stops
// NEVER: on failure
#include <rk/rk.bpf.h>

/* One call gives two masks, by the path. */
SEC("gpio/chip0/line1/rising")
int named(struct gpio_event *evt)
{
	bpf_motor_emergency_stop(evt->value ? MOTOR(1) : MOTOR(3));
	if (evt->sequence == 7)
		bpf_motor_emergency_stop(MOTOR(4) | MOTOR(3));
	return 0;
}

SEC("gpio/chip0/line2/rising")
int all(struct gpio_event *evt)
{
	if (evt->value)
		bpf_motor_emergency_stop(MOTOR_ALL);
	bpf_motor_emergency_stop((__u32)evt->timestamp & 12);
	return 0;
}

/* A call that no path reaches stops nothing. */
SEC("gpio/chip0/line3/rising")
int never(struct gpio_event *evt)
{
	if (evt->value > 5 && evt->value < 4)
		bpf_motor_emergency_stop(MOTOR(2));
	return 0;
}

RK_LICENSE("Dual MIT/GPL");
