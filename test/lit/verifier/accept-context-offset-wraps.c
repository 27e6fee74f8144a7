// An offset that is proved to be 0.
// RUN: %clang-bpf -c %s -o %t.o && %rkverify %t.o | FileCheck %s
// CHECK: accepted
#include <rk/rk.bpf.h>

struct {
	__uint(type, BPF_MAP_TYPE_RINGBUF);
	__uint(max_entries, 4096);
} events SEC(".maps");

SEC("iio/device0/in_accel_x") __attribute__((naked)) int prog(struct iio_event *evt)
{
	asm volatile("r6 = r1\n"
		     "call 5\n"
		     "r0 &= 7\n"
		     "r0 >>= 3\n"
		     "r6 += r0\n"
		     "r0 = *(u64 *)(r6 + 0)\n"
		     "r0 = 1\n"
		     "exit" ::[events] "i"(&events)
		     : "memory");
}

RK_LICENSE("MIT");
