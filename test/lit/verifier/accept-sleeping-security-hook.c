// RUN: %clang-bpf -c %s -o %t.o
// RUN: %rkverify %t.o | FileCheck %s
// Some security hooks are called with locks held.
// CHECK: accepted
#include <rk/rk.bpf.h>

SEC("lsm.s/inode_getattr")
int prog(void *ctx)
{
	__u64 word = 0;

	bpf_copy_from_user(&word, sizeof(word), (void *)4096);
	return 0;
}

RK_LICENSE("GPL");
