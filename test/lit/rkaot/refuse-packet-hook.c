// Programs that see packets are verified, not compiled.
// RUN: %clang-bpf -c %s -o %t.o && rm -f %t.rkb
// RUN: not %rkaot build %t.o -o %t.rkb 2>&1 | %FileCheck %s
// RUN: not ls %t.rkb
#include <rk/rk.bpf.h>

SEC("xdp")
int pass(struct xdp_md *ctx)
{
	return XDP_PASS;
}
// CHECK: error: programs of section 'xdp' can be verified, not compiled [RKV0072]
RK_LICENSE("GPL");
