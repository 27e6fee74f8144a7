// REQUIRES: kernel-btf
// RUN: %clang-bpf -c %s -o %t.o
// RUN: not %rkverify --target-btf /sys/kernel/btf/vmlinux %t.o 2>&1 | FileCheck %s
// A function of the program that runs after bpf_throw is not judged.
// CHECK: error: a function of the program's own runs after bpf_throw [RKV0070]
#include <rk/rk.bpf.h>
#include "Inputs/throw.h"

__attribute__((noinline)) int caught(__u64 cookie)
{
	return cookie;
}

SEC("tc")
__attribute__((btf_decl_tag("exception_callback:caught")))
int prog(struct __sk_buff *ctx)
{
	bpf_throw(0);
	return 0;
}

RK_LICENSE("GPL");
