// RUN: %clang-bpf -c %s -o %t.o && not %unit/obj_dump %t.o 2>&1 | FileCheck %s
#include <rk/rk.bpf.h>

// CHECK: error: map 'wide': key must be 4 bytes [RKV0005]
struct {
	__uint(type, 2);
	__uint(max_entries, 1);
	__type(key, long);
	__type(value, long);
} wide SEC(".maps");

SEC("timer/10ms")
int prog(struct timer_event *e)
{
	return 0;
}
