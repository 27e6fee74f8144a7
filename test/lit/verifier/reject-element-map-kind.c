// RUN: %clang-bpf -c %s -o %t.o
// RUN: not %rkverify %t.o 2>&1 | FileCheck %s
// The values of a map of maps are the kernel's.
// CHECK: error: bpf_for_each_map_elem does not serve 'map'
#include <rk/rk.bpf.h>

struct element {
	__u64 count;
	__u8 bytes[8];
};

struct {
	__uint(type, 13);
	__uint(max_entries, 16);
	__type(key, __u32);
	__array(values, struct {
		__uint(type, 1);
		__uint(max_entries, 4);
		__type(key, __u32);
		__type(value, __u64);
	});
} map SEC(".maps");

static long each(void *m, const __u32 *key, struct element *v, void *arg)
{
	v->count += *key;
	v->bytes[*key & 7] = 1;
	return v->count > 9;
}

#include "Inputs/each.h"

RK_LICENSE("GPL");
