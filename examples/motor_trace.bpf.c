// SPDX-License-Identifier: MIT
// Records every command a motor driver is given: when, how long the pulse, and what it was before.
// Put beside the log of the controller, it shows which of the two stuttered.
//
//   rkcc build examples/motor_trace.bpf.c
//   rk run motor_trace.rkb --replay examples/data/pwm.csv
#include <rk/rk.bpf.h>

struct command {
	__u64 timestamp;  // ns, monotonic
	__u64 duty_cycle; // ns
	__u64 previous;   // ns, of the command before
};

struct {
	__uint(type, BPF_MAP_TYPE_RINGBUF);
	__uint(max_entries, 64 * 1024);
} commands SEC(".maps");

static __u64 last_duty;

SEC("pwm/chip0/channel0")
int motor_trace(struct pwm_state *state)
{
	struct command *c = bpf_ringbuf_reserve(&commands, sizeof(*c), 0);

	if (!c)
		return 0; // the ring is full; it counts what it lost
	c->timestamp = state->timestamp;
	c->duty_cycle = state->duty_cycle;
	c->previous = last_duty;
	last_duty = c->duty_cycle;
	bpf_ringbuf_submit(c, 0);
	return 0;
}

RK_LICENSE("Dual MIT/GPL");
