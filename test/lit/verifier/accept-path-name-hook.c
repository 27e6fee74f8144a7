// REQUIRES: kernel-btf
// RUN: %clang-bpf -c %s -o %t.o
// RUN: %rkverify --target-btf /sys/kernel/btf/vmlinux %t.o | FileCheck %s
// Here they are not.
// CHECK: prog (fentry/vfs_truncate): accepted
#include <rk/rk.bpf.h>

struct path;
SEC("fentry/vfs_truncate")
int prog(__u64 *ctx)
{
	char name[32];

	return bpf_d_path((struct path *)ctx[0], name, 32) & 1;
}

RK_LICENSE("GPL");
