// SPDX-License-Identifier: MIT
// Not a program to run: rkcc refuses it. `evt` is already a pointer; `&evt` is the address of that
// pointer on the stack, where 8 bytes lie and 32 would be read.
#include <rk/rk.bpf.h>

struct {
	__uint(type, BPF_MAP_TYPE_RINGBUF);
	__uint(max_entries, 16 * 1024);
} safety_events SEC(".maps");

SEC("gpio/chip0/line17/rising")
int limit_switch_triggered(struct gpio_event *evt)
{
	bpf_motor_emergency_stop(MOTOR_ALL);
	bpf_ringbuf_output(&safety_events, &evt, sizeof(*evt), 0);
	return 0;
}

RK_LICENSE("Dual MIT/GPL");
