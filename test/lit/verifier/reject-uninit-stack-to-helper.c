// RUN: %clang-bpf -c %s -o %t.o
// RUN: not %rkverify %t.o 2>&1 | FileCheck %s
// A helper must not see stack bytes that were never written.
// CHECK: error: {{.*}}never written{{.*}}[RKV0025]
#include <rk/rk.bpf.h>

struct {
	__uint(type, BPF_MAP_TYPE_RINGBUF);
	__uint(max_entries, 4096);
} events SEC(".maps");

struct event {
	__u32 a;
	__u64 b;
};

SEC("timer/10ms")
int prog(struct timer_event *ctx)
{
	struct event e;

	e.a = 1;
	e.b = 2;
	bpf_ringbuf_output(&events, &e, sizeof(e), 0);
	return 0;
}

RK_LICENSE("MIT");
