// SPDX-License-Identifier: MIT
// Stops all motors in the interrupt of a limit switch: no scheduler, no middleware and no other
// program stands between the edge and the outputs. A software interlock like this one adds to a
// hardware emergency-stop chain; it never replaces it.
//
//   rkcc build examples/estop_gpio.bpf.c
//   rk run estop_gpio.rkb --replay examples/data/gpio.csv --as gpio_event
#include <rk/rk.bpf.h>

// Every edge, for the logs of whoever asks why the robot stands still.
struct {
	__uint(type, BPF_MAP_TYPE_RINGBUF);
	__uint(max_entries, 16 * 1024);
} safety_events SEC(".maps");

#ifndef SWITCH // -DSWITCH='"gpio/..."' for a robot that is wired otherwise
#define SWITCH "gpio/chip0/line17/rising"
#endif

SEC(SWITCH)
int limit_switch_triggered(struct gpio_event *evt)
{
	bpf_motor_emergency_stop(MOTOR_ALL);
	bpf_ringbuf_output(&safety_events, evt, sizeof(*evt), 0);
	return 0;
}

// If this program itself is ever cut off, the robot stops: an interlock does not fail open.
RK_FAIL(stop);
RK_LICENSE("Dual MIT/GPL");
