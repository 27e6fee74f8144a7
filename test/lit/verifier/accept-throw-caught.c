// REQUIRES: kernel-btf
// RUN: %clang-bpf -c %s -o %t.o
// RUN: %rkverify --target-btf /sys/kernel/btf/vmlinux %t.o | FileCheck %s
// A function of the program that runs after bpf_throw is not judged.
// CHECK: accepted
#include <rk/rk.bpf.h>
#include "Inputs/throw.h"

__attribute__((noinline)) int caught(__u64 cookie)
{
	return cookie;
}

SEC("tc")
int prog(struct __sk_buff *ctx)
{
	bpf_throw(0);
	return caught(0);
}

RK_LICENSE("GPL");
