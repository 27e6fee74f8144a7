// Programs as users first write them compile with <rk/rk.bpf.h> alone; options land in .rk.options.
// RUN: %clang-bpf -Wall -Wextra -Werror -c %s -o %t.o
// RUN: llvm-objdump -d %t.o | FileCheck %s
// RUN: llvm-readelf -x .rk.options %t.o | FileCheck %s --check-prefix=OPTIONS
#include <rk/rk.bpf.h>

struct {
	__uint(type, BPF_MAP_TYPE_RINGBUF);
	__uint(max_entries, 4096);
} safety_events SEC(".maps");

RK_WORST_CASE(500);
RK_FAIL(stop);

// CHECK-LABEL: <limit_switch_triggered>:
// CHECK: call 0x10000
// CHECK: call 0x82
SEC("gpio/chip0/line17/rising")
int limit_switch_triggered(struct gpio_event *evt)
{
	bpf_motor_emergency_stop(MOTOR_ALL);
	bpf_ringbuf_output(&safety_events, evt, sizeof(*evt), 0);
	return 0;
}

// CHECK-LABEL: <filter_accel>:
SEC("iio/device0/in_accel_x")
int filter_accel(struct iio_event *evt)
{
	return evt->value < 1000 ? 1 : 0;
}

// CHECK-LABEL: <trace_motor_command>:
// CHECK: *(u64 *)(r1 + 0x10)
SEC("pwm/chip0/channel0")
int trace_motor_command(struct pwm_state *state)
{
	return state->duty_cycle > 1500000;
}

// OPTIONS: 01000000 00000000 f4010000 00000000
// OPTIONS: 02000000 00000000 02000000 00000000
