// REQUIRES: kernel-btf
// RUN: %clang-bpf -c %s -o %t.o
// RUN: %rkverify --target-btf /sys/kernel/btf/vmlinux %t.o | FileCheck %s
// It reads to memory beside it.
// CHECK: prog (tc): accepted
#include <rk/rk.bpf.h>

int bpf_dynptr_from_skb(struct __sk_buff *skb, __u64 flags, struct bpf_dynptr *to) __ksym;
void *bpf_dynptr_slice(const struct bpf_dynptr *p, __u32 off, void *buf, __u32 size) __ksym;

SEC("tc")
int prog(struct __sk_buff *skb)
{
	struct bpf_dynptr p;
	char to[16];

	bpf_dynptr_from_skb(skb, 0, &p);
	bpf_dynptr_read(to, 16, &p, 0, 0);
	return 0;
}

RK_LICENSE("GPL");
