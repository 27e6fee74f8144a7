// A source with two programs makes one blob for each; one -o for both is a usage error.
// RUN: rm -rf %t && mkdir -p %t/out
// RUN: env RK_KEYS=%t/keys %rk key generate dev
// RUN: cd %t/out && env RK_KEYS=%t/keys %rkcc build %s
// RUN: ls %t/out | FileCheck %s --check-prefix=FILES
// RUN: env RK_KEYS=%t/keys sh -c '%rkcc build %s -o %t/one.rkb; test $? = 2' 2>&1 | FileCheck %s
// FILES: two-programs-two-blobs.fast.rkb
// FILES-NEXT: two-programs-two-blobs.slow.rkb
// CHECK: 2 programs make 2 blobs: choose one with --program, or leave -o away
#include <rk/rk.bpf.h>
SEC("timer/1ms")
int fast(struct timer_event *evt)
{
	return 0;
}

SEC("timer/1s")
int slow(struct timer_event *evt)
{
	return 0;
}
