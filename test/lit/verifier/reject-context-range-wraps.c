// Nor is the end of what a helper reads of the context.
// RUN: %clang-bpf -c %s -o %t.o && not %rkverify %t.o | FileCheck %s
// CHECK: error: the helper may read 16 bytes at offset [0, 9223372036854775807] of the context {{.*}}[RKV0041]
#include <rk/rk.bpf.h>

struct {
	__uint(type, BPF_MAP_TYPE_RINGBUF);
	__uint(max_entries, 4096);
} events SEC(".maps");

SEC("iio/device0/in_accel_x") __attribute__((naked)) int prog(struct iio_event *evt)
{
	asm volatile("r6 = r1\n"
		     "call 5\n"
		     "r0 >>= 1\n"
		     "r2 = r6\n"
		     "r2 += r0\n"
		     "r1 = %[events] ll\n"
		     "r3 = 16\n"
		     "r4 = 0\n"
		     "call 130\n"
		     "r0 = 1\n"
		     "exit" ::[events] "i"(&events)
		     : "memory");
}

RK_LICENSE("MIT");
