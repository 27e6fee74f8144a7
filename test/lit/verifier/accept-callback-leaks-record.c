// RUN: %clang-bpf -c %s -o %t.o
// RUN: %rkverify %t.o | FileCheck %s
// A callback gives back what it reserved.
// CHECK: accepted
#include <rk/rk.bpf.h>
#include "Inputs/element.h"
#include "Inputs/ring.h"

static long each(void *m, const __u32 *key, struct element *v, void *arg)
{
	__u64 *r = bpf_ringbuf_reserve(&ring, 8, 0);

	if (!r)
		return 1;
	*r = v->count;
	bpf_ringbuf_submit(r, 0);
	return 0;
}

#include "Inputs/each.h"

RK_LICENSE("GPL");
