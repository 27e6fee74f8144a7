// REQUIRES: kernel-btf
// RUN: %clang-bpf -c %s -o %t.o
// RUN: not %rkverify --target-btf /sys/kernel/btf/vmlinux %t.o 2>&1 | FileCheck %s
// A task is no packet.
// CHECK: error: argument 1{{.*}}takes a trusted sk_buff
#include <rk/rk.bpf.h>

struct {
	__uint(type, 4);
	__uint(key_size, 4);
	__uint(value_size, 4);
} events SEC(".maps");

SEC("tp_btf/sched_switch")
int prog(__u64 *ctx)
{
	__u64 data = 1;

	bpf_skb_output((void *)ctx[1], &events, 0, &data, sizeof(data));
	return 0;
}

RK_LICENSE("GPL");
