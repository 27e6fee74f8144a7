// RUN: %clang-bpf -c %s -o %t.o
// RUN: not %rkverify %t.o 2>&1 | FileCheck %s
// A helper serves only some map types.
// CHECK: error: {{.*}}does not serve 'counts', a map of type HASH{{.*}}[RKV0042]
#include <rk/rk.bpf.h>
#include "Inputs/counts.h"

struct {
	__uint(type, BPF_MAP_TYPE_RINGBUF);
	__uint(max_entries, 4096);
} events SEC(".maps");

SEC("timer/10ms")
int prog(struct timer_event *ctx)
{
	return bpf_ringbuf_query(&counts, 0) == 0;
}

RK_LICENSE("MIT");
