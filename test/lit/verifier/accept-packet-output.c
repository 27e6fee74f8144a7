// REQUIRES: kernel-btf
// RUN: %clang-bpf -c %s -o %t.o
// RUN: %rkverify --target-btf /sys/kernel/btf/vmlinux %t.o | FileCheck %s
// A packet that the hook lends can be sent on.
// CHECK: accepted
#include <rk/rk.bpf.h>

struct {
	__uint(type, 4);
	__uint(key_size, 4);
	__uint(value_size, 4);
} events SEC(".maps");

SEC("tp_btf/netif_receive_skb")
int prog(__u64 *ctx)
{
	__u64 data = 1;

	bpf_skb_output((void *)ctx[0], &events, 0, &data, sizeof(data));
	return 0;
}

RK_LICENSE("GPL");
