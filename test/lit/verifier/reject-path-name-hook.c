// REQUIRES: kernel-btf
// RUN: %clang-bpf -c %s -o %t.o
// RUN: not %rkverify --target-btf /sys/kernel/btf/vmlinux %t.o 2>&1 | FileCheck %s
// The name of a path is only asked for where its locks cannot be held.
// CHECK: error: bpf_d_path has no meaning in 'FENTRY' programs [RKV0044]
#include <rk/rk.bpf.h>

struct path;
SEC("fentry/vfs_unlink")
int prog(__u64 *ctx)
{
	char name[32];

	return bpf_d_path((struct path *)ctx[0], name, 32) & 1;
}

RK_LICENSE("GPL");
