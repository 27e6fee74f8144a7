// RUN: %clang-bpf -c %s -o %t.o
// RUN: %rkverify %t.o | FileCheck %s
// A record has the size that was reserved.
// CHECK: accepted
#include <rk/rk.bpf.h>

struct {
	__uint(type, BPF_MAP_TYPE_RINGBUF);
	__uint(max_entries, 4096);
} events SEC(".maps");

SEC("timer/10ms")
int prog(struct timer_event *ctx)
{
	__u64 *e = bpf_ringbuf_reserve(&events, 8, 0);

	if (!e)
		return 0;
	*e = ctx->actual;
	e[0] = 0;
	bpf_ringbuf_submit(e, 0);
	return 0;
}

RK_LICENSE("MIT");
