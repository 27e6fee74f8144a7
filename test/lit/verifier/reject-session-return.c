// RUN: %clang-bpf -c %s -o %t.o
// RUN: not %rkverify %t.o 2>&1 | FileCheck %s
// A session's program returns 0 or 1: whether it runs again when the function returns.
// CHECK: error: the program returns a value in [0, 3]; 'KSYSCALL' takes [0, 1]
#include <rk/rk.bpf.h>

SEC("kprobe.session/vfs_read")
int prog(void *ctx)
{
	return bpf_get_prandom_u32() & 3;
}

RK_LICENSE("GPL");
