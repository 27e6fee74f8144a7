// RUN: %clang-bpf -c %s -o %t.o
// RUN: %rkverify %t.o | FileCheck %s
// A Bloom filter is asked about a value: the helper reads it.
// CHECK: accepted
#include <rk/rk.bpf.h>
#include "Inputs/member.h"

static const volatile __u32 one = 1;

SEC("timer/10ms")
int prog(struct timer_event *ctx)
{
	__u32 value = (__u32)ctx->sequence;

	if (bpf_map_peek_elem(&members, (void *)&one))
		bpf_map_push_elem(&members, &value, BPF_ANY);
	return 0;
}

RK_LICENSE("GPL");
