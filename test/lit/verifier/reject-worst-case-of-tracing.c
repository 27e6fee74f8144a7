// REQUIRES: embedded
// RUN: %clang-bpf -c %s -o %t.o
// RUN: not %rkverify %t.o 2>&1 | FileCheck %s
// RUN: %rkverify --worst-case 1000000 %t.o | FileCheck --check-prefix=RAISED %s
// On a robot tracing programs keep to their hook's limit; a server is told the bound.
// CHECK: error: {{.*}}the worst case is {{[0-9]+}} instructions
// CHECK: note: RK_WORST_CASE(n) in the source allows more
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
