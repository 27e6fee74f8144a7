// RUN: %clang-bpf -c %s -o %t.o
// RUN: %rkverify %t.o | FileCheck %s
// RUN: not %rkverify --worst-case 1000 %t.o 2>&1 | FileCheck --check-prefix=ASKED %s
// A program that no robot may run, here for its perf buffer, has no time to keep unless it is asked to.
// CHECK: accepted, worst case 28{{[0-9]+}} instructions
// ASKED: the worst case is {{[0-9]+}} instructions; 'KPROBE' programs may take 1000
#include <rk/rk.bpf.h>

struct {
	__uint(type, 4);
	__uint(key_size, 4);
	__uint(value_size, 4);
} events SEC(".maps");

SEC("kprobe/do_nanosleep")
int prog(void *ctx)
{
	__u64 sum = 0;

	for (int i = 0; i < 40000; i++) {
		sum += i ^ sum << 1;
		barrier_var(sum);
	}
	return bpf_perf_event_output(ctx, &events, 0, &sum, sizeof(sum)) != 0;
}

RK_LICENSE("GPL");
