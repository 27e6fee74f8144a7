// RUN: %clang-bpf -c %s -o %t.o
// RUN: not %rkverify %t.o 2>&1 | FileCheck %s
// A record has the size that was reserved.
// CHECK: error: {{.*}}a ring-buffer record with bytes [0, 8){{.*}}[RKV0021]
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
	e[1] = 0;
	bpf_ringbuf_submit(e, 0);
	return 0;
}

RK_LICENSE("MIT");
