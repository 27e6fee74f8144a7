// A call that cannot be reached (as CO-RE leaves them) neither refuses the program nor is compiled.
// RUN: %clang-bpf -c %s -o %t.o && %rkaot dump %t.o | %FileCheck %s
#include <rk/rk.bpf.h>

const volatile __u32 old_kernel = 0;

SEC("timer/1ms")
int pick(struct timer_event *e)
{
	if (old_kernel)
		return bpf_get_numa_node_id();
	return 7;
}
// CHECK: <pick>: x86_64
// CHECK-NOT: callq
RK_LICENSE("GPL");
