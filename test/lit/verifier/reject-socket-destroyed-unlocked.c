// REQUIRES: kernel-btf
// RUN: %clang-bpf -c %s -o %t.o
// RUN: not %rkverify --target-btf /sys/kernel/btf/vmlinux %t.o 2>&1 | FileCheck %s
// Iterators over connections hold the lock of the socket that they are at, those over storage do not.
// CHECK: error: bpf_sock_destroy has no meaning in {{.*}}[RKV0044]
#include <rk/rk.bpf.h>
#include "Inputs/destroy.h"

SEC("iter/bpf_sk_storage_map")
int prog(u64 *ctx)
{
	void *socket = (void *)ctx[2];

	if (socket)
		bpf_sock_destroy(socket);
	return 0;
}

RK_LICENSE("GPL");
