// RUN: %clang-bpf -c %s -o %t.o
// RUN: not %rkverify %t.o 2>&1 | FileCheck %s
// A callback gives back what it reserved.
// CHECK: error: the program ends while a record is still reserved
#include <rk/rk.bpf.h>
#include "Inputs/element.h"
#include "Inputs/ring.h"

static long each(void *m, const __u32 *key, struct element *v, void *arg)
{
	__u64 *r = bpf_ringbuf_reserve(&ring, 8, 0);

	if (!r)
		return 1;
	*r = v->count;
	return 0;
}

#include "Inputs/each.h"

RK_LICENSE("GPL");
