// RUN: %clang-bpf -c %s -o %t.o
// RUN: not %rkverify %t.o 2>&1 | FileCheck %s
// A write past the end of a map value.
// CHECK: error: {{.*}}write of 8 bytes{{.*}}[RKV0021]
#include <rk/rk.bpf.h>
#include "Inputs/state.h"

SEC("timer/10ms")
int prog(struct timer_event *ctx)
{
	__u32 key = 0;
	struct state *s = bpf_map_lookup_elem(&states, &key);

	if (s)
		s[1].sum = 1;
	return 0;
}

RK_LICENSE("MIT");
