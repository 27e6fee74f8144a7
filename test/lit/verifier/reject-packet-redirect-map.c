// RUN: %clang-bpf -c %s -o %t.o
// RUN: not %rkverify %t.o 2>&1 | FileCheck %s
// Packets are sent on through maps of devices, processors and sockets.
// CHECK: error: bpf_redirect_map does not serve 'to'{{.*}}[RKV0042]
#include <rk/rk.bpf.h>

struct {
	__uint(type, 2);
	__uint(max_entries, 8);
	__uint(key_size, 4);
	__uint(value_size, 4);
} to SEC(".maps");

SEC("xdp")
int prog(struct xdp_md *ctx)
{
	return bpf_redirect_map(&to, 0, 0);
}

RK_LICENSE("GPL");
