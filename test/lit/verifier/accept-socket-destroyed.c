// REQUIRES: kernel-btf
// RUN: %clang-bpf -c %s -o %t.o
// RUN: %rkverify --target-btf /sys/kernel/btf/vmlinux %t.o | FileCheck %s
// This iterator lends the socket and holds its lock.
// CHECK: prog (iter/tcp): accepted
#include <rk/rk.bpf.h>
#include "Inputs/destroy.h"

SEC("iter/tcp")
int prog(u64 *ctx)
{
	void *socket = (void *)ctx[1];

	if (socket)
		bpf_sock_destroy(socket);
	return 0;
}

RK_LICENSE("GPL");
