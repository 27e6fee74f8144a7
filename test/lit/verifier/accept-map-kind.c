// RUN: %clang-bpf -c %s -o %t.o
// RUN: %rkverify %t.o | FileCheck %s
// A helper serves only some map types.
// CHECK: accepted
#include <rk/rk.bpf.h>
#include "Inputs/counts.h"

struct {
	__uint(type, BPF_MAP_TYPE_RINGBUF);
	__uint(max_entries, 4096);
} events SEC(".maps");

SEC("timer/10ms")
int prog(struct timer_event *ctx)
{
	return bpf_ringbuf_query(&events, 0) == 0;
}

RK_LICENSE("MIT");
