// RUN: %clang-bpf -c %s -o %t.o
// RUN: not %rkverify %t.o 2>&1 | FileCheck %s
// Linux's SEC("syscall") is no hook of ours of that name: said so, not taken for a misspelt one.
// CHECK: syscall wants syscall/<enter|exit>[/<name>]; {{.*}}which user space runs, are not judged yet [RKV0006]
#include <rk/rk.bpf.h>

SEC("syscall")
int prog(void *ctx)
{
	return 0;
}

RK_LICENSE("GPL");
