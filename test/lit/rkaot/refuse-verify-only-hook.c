// What the verifier knows and nothing can run is refused with the reason, and no file is left.
// RUN: %clang-bpf -c %s -o %t.o && rm -f %t.rkb
// RUN: not %rkaot build %t.o -o %t.rkb 2>&1 | %FileCheck %s
// RUN: not ls %t.rkb
#include <rk/rk.bpf.h>

SEC("perf_event")
int sample(void *ctx)
{
	return 0;
}
// CHECK: error: programs of section 'perf_event' can be verified, not compiled [RKV0072]
RK_LICENSE("GPL");
