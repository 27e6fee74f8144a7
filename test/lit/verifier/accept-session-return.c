// RUN: %clang-bpf -c %s -o %t.o
// RUN: %rkverify %t.o | FileCheck %s
// A session's program returns 0 or 1: whether it runs again when the function returns.
// CHECK: accepted
#include <rk/rk.bpf.h>

SEC("kprobe.session/vfs_read")
int prog(void *ctx)
{
	return bpf_get_prandom_u32() & 1;
}

RK_LICENSE("GPL");
