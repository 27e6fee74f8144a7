// The end of an access is not computed by a sum that wraps.
// RUN: %clang-bpf -c %s -o %t.o && not %rkverify %t.o | FileCheck %s
// CHECK: error: access of 8 bytes at offset [0, 9223372036854775800] fits no field of 'iio_event' [RKV0029]
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
		     "r0 &= -8\n"
		     "r6 += r0\n"
		     "r0 = *(u64 *)(r6 + 0)\n"
		     "r0 = 1\n"
		     "exit" ::[events] "i"(&events)
		     : "memory");
}

RK_LICENSE("MIT");
