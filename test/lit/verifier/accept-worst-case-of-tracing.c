// RUN: %clang-bpf -c %s -o %t.o
// RUN: %rkverify %t.o | FileCheck %s
// RUN: %rkverify --worst-case 1000000 %t.o | FileCheck --check-prefix=RAISED %s
// Linux has no such limit: where nobody asked to run the program on a robot, the bound is told.
// CHECK: accepted, worst case {{[0-9]+}} instructions
// CHECK-NOT: error
// RAISED: accepted, worst case
#include <rk/rk.bpf.h>

SEC("kprobe/do_nanosleep")
int prog(void *ctx)
{
	__u64 sum = 0;

	for (int i = 0; i < 40000; i++) {
		sum += i ^ sum << 1;
		barrier_var(sum);
	}
	return sum != 0;
}

RK_LICENSE("GPL");
