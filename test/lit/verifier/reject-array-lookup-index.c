// RUN: %clang-bpf -c %s -o %t.o
// RUN: not %rkverify %t.o 2>&1 | FileCheck %s
// A look-up in an array at a proved index cannot fail, another can.
// CHECK: error: {{.*}}is used without a test{{.*}}[RKV0022]
#include <rk/rk.bpf.h>
#include "Inputs/state.h"

SEC("timer/10ms")
int prog(struct timer_event *ctx)
{
	__u32 key = 4;
	struct state *s = bpf_map_lookup_elem(&states, &key);

	s->n++;
	return 0;
}

RK_LICENSE("MIT");
