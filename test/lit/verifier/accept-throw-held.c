// REQUIRES: kernel-btf
// RUN: %clang-bpf -c %s -o %t.o
// RUN: %rkverify --target-btf /sys/kernel/btf/vmlinux %t.o | FileCheck %s
// bpf_throw ends all functions that run, and none of them gives anything back.
// CHECK: accepted
#include <rk/rk.bpf.h>
#include "Inputs/ring.h"
#include "Inputs/throw.h"

static __attribute__((noinline)) void check(__u32 len)
{
	if (len > 1500)
		bpf_throw(2);
}

SEC("tc")
int prog(struct __sk_buff *ctx)
{
	__u64 *e;

	check(ctx->len);
	e = bpf_ringbuf_reserve(&ring, 8, 0);
	if (!e)
		return 0;
	*e = ctx->len;
	bpf_ringbuf_submit(e, 0);
	return 0;
}

RK_LICENSE("GPL");
