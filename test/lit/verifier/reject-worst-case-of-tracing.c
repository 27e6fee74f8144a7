// REQUIRES: embedded
// RUN: %clang-bpf -c %s -o %t.o
// RUN: not %rkaot build %t.o -o %t.rkb 2>&1 | FileCheck %s
// What a robot shall run keeps to its hook's limit.
// CHECK: error: {{.*}}the worst case is {{[0-9]+}} instructions
// CHECK: note: RK_WORST_CASE(n) in the source allows more
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
