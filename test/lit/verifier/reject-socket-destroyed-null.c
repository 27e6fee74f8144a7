// REQUIRES: kernel-btf
// RUN: %clang-bpf -c %s -o %t.o
// RUN: not %rkverify --target-btf /sys/kernel/btf/vmlinux %t.o 2>&1 | FileCheck %s
// The iterator's last call has no socket.
// CHECK: error: argument 1 (r1) is a pointer to kernel type 'struct udp_sock' or null; bpf_sock_destroy takes a trusted socket [RKV0022]
#include <rk/rk.bpf.h>
#include "Inputs/destroy.h"

SEC("iter/udp")
int prog(u64 *ctx)
{
	bpf_sock_destroy((void *)ctx[1]);
	return 0;
}

RK_LICENSE("GPL");
