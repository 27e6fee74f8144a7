// REQUIRES: kernel-btf
// RUN: %clang-bpf -c %s -o %t.o
// RUN: not %rkverify --target-btf /sys/kernel/btf/vmlinux %t.o 2>&1 | FileCheck %s
// A clone over half of what it is made of would be made of itself.
// CHECK: error: argument 2 (r2) is a pointer to the stack; it overlaps the one that is read [RKV0047]
#include <rk/rk.bpf.h>

int bpf_dynptr_clone(struct bpf_dynptr *from, struct bpf_dynptr *to) __ksym;
__u64 number;

SEC("tc")
int prog(struct __sk_buff *ctx)
{
	__u64 words[4];
	__u32 n = 1;

	bpf_dynptr_from_mem(&number, sizeof(number), 0, (void *)words);
	bpf_dynptr_clone((void *)words, (void *)&words[1]);
	bpf_dynptr_write((void *)&words[1], 0, &n, sizeof(n), 0);
	return 0;
}

RK_LICENSE("GPL");
