// The easy slip: &evt is the address of the pointer on the stack, 8 bytes; the record needs 32.
// RUN: rm -rf %t && mkdir -p %t
// RUN: env RK_KEYS=%t/keys %rk key generate dev
// RUN: env RK_KEYS=%t/keys not %rkcc build %s -o %t/p.rkb 2> %t/err
// RUN: FileCheck %s < %t/err
// RUN: not test -e %t/p.rkb
#include <rk/rk.bpf.h>

struct {
	__uint(type, BPF_MAP_TYPE_RINGBUF);
	__uint(max_entries, 4096);
} safety_events SEC(".maps");

SEC("gpio/chip0/line17/rising")
int limit_switch_triggered(struct gpio_event *evt)
{
	bpf_motor_emergency_stop(MOTOR_ALL);
	// CHECK: reject-address-of-evt.c:[[#@LINE+2]]:{{[0-9]+}}: error: {{.*}} [RKV00{{[0-9]+}}]
	// CHECK: note: {{.*}}'evt'
	bpf_ringbuf_output(&safety_events, &evt, sizeof(*evt), 0);
	return 0;
}
