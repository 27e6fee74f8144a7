/*
 * An argument that a call may leave out, and that one way sets up: native code passes it on there, as the
 * interpreter does, and 0 where it was not set up, whatever was left in the register.
 *
 * RUN: rm -rf %t.keys && env RK_KEYS=%t.keys %rk key generate robot 2>&1
 * RUN: %rkcc build %s -o %t.rkb --key %t.keys/robot.sec 2>&1
 * RUN: %clang-bpf -c %s -o %t.o
 * RUN: printf 'timestamp,value,device,channel\n1,3,0,0\n2,9,0,0\n' > %t.csv
 * RUN: %rk run %t.rkb --key %t.keys/robot.pub --replay %t.csv | FileCheck %s
 * RUN: %rk run --engine interp %t.o --replay %t.csv | FileCheck %s
 * CHECK: trace: 7 0
 * CHECK-NEXT: trace: 0 0
 */
#include <rk/rk.bpf.h>

static const char text[] = "%d %d";

static __attribute__((naked, noinline, used)) int leaves(void)
{
	asm volatile("r3 = 11\n"
		"r4 = 13\n"
		"r0 = 0\n"
		"exit\n" ::: "memory");
}

SEC("iio/device0/channel0")
__attribute__((naked)) int prog(struct iio_event *e)
{
	asm volatile("r6 = *(u64 *)(r1 + 8)\n"
		"call leaves\n"
		"if r6 s> 5 goto 1f\n"
		"r3 = 7\n"
		"1: r1 = %[text] ll\n"
		"r2 = 6\n"
		"call %[print]\n"
		"r0 = 0\n"
		"exit\n" ::[print] "i"(6), [text] "i"(text)
		: "memory");
}

RK_LICENSE("GPL");
