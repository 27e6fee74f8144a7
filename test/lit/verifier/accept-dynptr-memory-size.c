// RUN: %clang-bpf -c %s -o %t.o
// RUN: %rkverify %t.o | FileCheck %s
// A dynptr names no more than there is.
// CHECK: accepted
#include <rk/rk.bpf.h>
#include "Inputs/numbers.h"

SEC("kprobe/do_nanosleep")
int prog(void *ctx)
{
	__u32 key = 0;
	__u64 *v = bpf_map_lookup_elem(&values, &key);
	struct bpf_dynptr p;

	if (!v)
		return 0;
	return bpf_dynptr_from_mem(v, 64, 0, &p) & 1;
}

RK_LICENSE("GPL");
