// RUN: %clang-bpf -c %s -o %t.o
// RUN: not %rkverify %t.o 2>&1 | FileCheck %s
// The address of the variable that holds the context is not the context.
// CHECK: error: {{.*}}[RKV0041]
// CHECK: note: {{.*}}to pass what it points to, pass the pointer itself ('evt', not '&evt')
#include <rk/rk.bpf.h>

struct {
	__uint(type, BPF_MAP_TYPE_RINGBUF);
	__uint(max_entries, 4096);
} events SEC(".maps");

SEC("iio/device0/accel_x")
int prog(struct iio_event *evt)
{
	bpf_ringbuf_output(&events, &evt, sizeof(*evt), 0);
	return 1;
}

RK_LICENSE("MIT");
