// RUN: %clang-bpf -c %s -o %t.o
// RUN: %rkverify %t.o | FileCheck %s
// A look-up in an array at a proved index cannot fail, another can.
// CHECK: accepted
#include <rk/rk.bpf.h>
#include "Inputs/state.h"

SEC("timer/10ms")
int prog(struct timer_event *ctx)
{
	__u32 key = 3;
	struct state *s = bpf_map_lookup_elem(&states, &key);

	s->n++;
	return 0;
}

RK_LICENSE("MIT");
