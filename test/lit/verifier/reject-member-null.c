// REQUIRES: kernel-btf
// RUN: %clang-bpf -c %s -o %t.o
// RUN: not %rkverify --target-btf /sys/kernel/btf/vmlinux %t.o 2>&1 | FileCheck %s
// What lasts as long as its struct may be null all the same.
// CHECK: error: {{.*}}or null{{.*}}[RKV0022]
#include <rk/rk.bpf.h>
#include "Inputs/dentry.h"

SEC("lsm/inode_unlink")
int prog(__u64 *ctx)
{
	struct dentry *d = (void *)ctx[1];
	struct inode *i = d->d_inode;

	return i->i_ino == 1 ? -1 : 0;
}

RK_LICENSE("GPL");
