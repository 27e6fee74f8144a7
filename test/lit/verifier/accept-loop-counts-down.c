// RUN: %clang-bpf -c %s -o %t.o
// RUN: %rkverify --worst-case 1000000 %t.o | FileCheck %s
// A counter that falls to 0 is bounded by the number that it begins with, whatever else the loop remembers.
// CHECK: accepted, worst case {{[0-9]+}} instructions
#include <rk/rk.bpf.h>

__u64 seen;

SEC("raw_tp/sys_enter")
int prog(__u64 *ctx)
{
	__u32 chip = ctx[1];
	int before = 0, fell = 0;

	for (int i = 0; i < 5000; i++) {
		long v = bpf_gpio_get(chip, 0);

		if (v == 1)
			before = 1;
		if (before && v == 0)
			fell = 1;
	}
	seen = fell;
	return 0;
}

RK_LICENSE("GPL");
