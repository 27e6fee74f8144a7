// RUN: %clang-bpf -c %s -o %t.o && %unit/obj_dump %t.o | FileCheck %s
#include <rk/rk.bpf.h>

// CHECK-DAG: map counts type 1 key 4 value 8 entries 64 flags 1 use 0 scope 0
// CHECK-DAG: map ring type 27 key 0 value 0 entries 8192 flags 0
// CHECK-DAG: map later type 2 key 4 value 8 entries 1
// CHECK-DAG: map outer type 12 key 4 value 4 entries 2
// CHECK: r1 = map counts ll

struct {
	__uint(type, 1);
	__uint(max_entries, 64);
	__uint(map_flags, 1);
	__type(key, int);
	__type(value, long);
} counts SEC(".maps");

// Rounded up to a power of two pages.
struct {
	__uint(type, 27);
	__uint(max_entries, 5000);
} ring SEC(".maps");

// Sized by user space before load: 1 is the least it can be.
struct {
	__uint(type, 2);
	__type(key, int);
	__type(value, long);
} later SEC(".maps");

struct inner {
	__uint(type, 2);
	__uint(max_entries, 1);
	__type(key, int);
	__type(value, long);
};

struct {
	__uint(type, 12);
	__uint(max_entries, 2);
	__uint(key_size, 4);
	__array(values, struct inner);
} outer SEC(".maps");

SEC("timer/10ms")
int prog(struct timer_event *e)
{
	int key = 0;

	return bpf_map_lookup_elem(&counts, &key) != 0;
}
