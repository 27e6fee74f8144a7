// What a helper does not take is passed as 0, never as what a register happens to hold.
// RUN: %clang-bpf -c %s -o %t.o && %rkaot dump --ir %t.o 2>&1 | %FileCheck %s
#include <rk/rk.bpf.h>

SEC("gpio/chip0/line17/rising")
int stop(struct gpio_event *e)
{
	bpf_motor_emergency_stop(MOTOR_ALL);
	return bpf_ktime_get_ns() > e->timestamp;
}
// CHECK: call i64 @rk_helper_65536(i64 4294967295, i64 0, i64 0, i64 0, i64 0, ptr
// CHECK: call i64 @rk_helper_5(i64 0, i64 0, i64 0, i64 0, i64 0, ptr
RK_LICENSE("GPL");
