// RUN: %clang-bpf -c %s -o %t.o
// RUN: not %rkverify %t.o 2>&1 | FileCheck %s
// Some security hooks are called with locks held.
// CHECK: error: 'inode_permission' is not known to be where a program may sleep, which its section says [RKV0044]
#include <rk/rk.bpf.h>

SEC("lsm.s/inode_permission")
int prog(void *ctx)
{
	__u64 word = 0;

	bpf_copy_from_user(&word, sizeof(word), (void *)4096);
	return 0;
}

RK_LICENSE("GPL");
