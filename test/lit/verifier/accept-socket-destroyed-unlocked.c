// REQUIRES: kernel-btf
// RUN: %clang-bpf -c %s -o %t.o
// RUN: %rkverify --target-btf /sys/kernel/btf/vmlinux %t.o | FileCheck %s
// Iterators over connections hold the lock of the socket that they are at, those over storage do not.
// CHECK: accepted
#include <rk/rk.bpf.h>
#include "Inputs/destroy.h"

SEC("iter/udp")
int prog(u64 *ctx)
{
	void *socket = (void *)ctx[1];

	if (socket)
		bpf_sock_destroy(socket);
	return 0;
}

RK_LICENSE("GPL");
