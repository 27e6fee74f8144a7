// RUN: %clang-bpf -c %s -o %t.o
// RUN: not %rkverify %t.o 2>&1 | FileCheck %s
// A dynptr names memory of a map, not the stack.
// CHECK: error: argument 1{{.*}}takes memory of a map{{.*}}[RKV0040]
#include <rk/rk.bpf.h>
#include "Inputs/numbers.h"

SEC("kprobe/do_nanosleep")
int prog(void *ctx)
{
	__u32 key = 0;
	__u64 *v = bpf_map_lookup_elem(&values, &key), mine[8] = {};
	struct bpf_dynptr p;

	if (!v)
		return 0;
	v = mine;
	return bpf_dynptr_from_mem(v, 64, 0, &p) & 1;
}

RK_LICENSE("GPL");
