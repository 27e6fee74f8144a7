// REQUIRES: kernel-btf
// RUN: %clang-bpf -c %s -o %t.o
// RUN: %rkverify --target-btf /sys/kernel/btf/vmlinux %t.o | FileCheck %s
// What lasts as long as its struct may be null all the same.
// CHECK: accepted
#include <rk/rk.bpf.h>
#include "Inputs/dentry.h"

SEC("lsm/inode_unlink")
int prog(__u64 *ctx)
{
	struct dentry *d = (void *)ctx[1];
	struct inode *i = d->d_inode;

	if (!i)
		return 0;
	return i->i_ino == 1 ? -1 : 0;
}

RK_LICENSE("GPL");
