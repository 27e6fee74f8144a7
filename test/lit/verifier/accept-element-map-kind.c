// RUN: %clang-bpf -c %s -o %t.o
// RUN: %rkverify %t.o | FileCheck %s
// Elements of an array can be visited.
// CHECK: accepted
#include <rk/rk.bpf.h>

struct element {
	__u64 count;
	__u8 bytes[8];
};

struct {
	__uint(type, 2);
	__uint(max_entries, 16);
	__type(key, __u32);
	__type(value, struct element);
} map SEC(".maps");

static long each(void *m, const __u32 *key, struct element *v, void *arg)
{
	v->count += *key;
	v->bytes[*key & 7] = 1;
	return v->count > 9;
}

#include "Inputs/each.h"

RK_LICENSE("GPL");
