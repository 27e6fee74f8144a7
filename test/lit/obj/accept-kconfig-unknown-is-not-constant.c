// RUN: %clang-bpf -c %s -o %t.o && %unit/obj_dump %t.o | FileCheck %s
#include <rk/rk.bpf.h>

// Use 1 is data, not .rodata (3): without the target's configuration any value is possible.
// CHECK: map .kconfig type 2 key 4 value 4 entries 1 flags 128 use 1
extern int LINUX_KERNEL_VERSION __attribute__((section(".kconfig")));

SEC("timer/10ms")
int prog(struct timer_event *e)
{
	return LINUX_KERNEL_VERSION > 5;
}
