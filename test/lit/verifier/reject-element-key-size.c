// RUN: %clang-bpf -c %s -o %t.o
// RUN: not %rkverify %t.o 2>&1 | FileCheck %s
// Of a key nothing beyond its size can be read.
// CHECK: error: {{.*}}may leave its object{{.*}}[RKV0020]
#include <rk/rk.bpf.h>
#include "Inputs/element.h"

static long each(void *m, const __u32 *key, struct element *v, void *arg)
{
	v->count += ((__u16 *)key)[2];
	return 0;
}

#include "Inputs/each.h"

RK_LICENSE("GPL");
