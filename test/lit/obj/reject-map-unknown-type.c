// RUN: %clang-bpf -c %s -o %t.o && not %unit/obj_dump %t.o 2>&1 | FileCheck %s
#include <rk/rk.bpf.h>

// Only the program that uses the map is left out.
// CHECK-DAG: error: map 'odd': type 999 is not supported [RKV0070]
// CHECK-DAG: program other
struct {
	__uint(type, 999);
	__uint(max_entries, 1);
	__type(key, int);
	__type(value, long);
} odd SEC(".maps");

SEC("timer/10ms")
int prog(struct timer_event *e)
{
	int key = 0;

	return bpf_map_lookup_elem(&odd, &key) != 0;
}

SEC("timer/20ms")
int other(struct timer_event *e)
{
	return 0;
}
