// RUN: %clang-bpf -c %s -o %t.o
// RUN: not %rkverify %t.o 2>&1 | FileCheck %s
// A callback may not write beyond the value of its element.
// CHECK: error: {{.*}}may leave its object{{.*}}[RKV0021]
#include <rk/rk.bpf.h>
#include "Inputs/element.h"

static long each(void *m, const __u32 *key, struct element *v, void *arg)
{
	v->count += *key;
	v->bytes[*key & 15] = 1;
	return v->count > 9;
}

#include "Inputs/each.h"

RK_LICENSE("GPL");
