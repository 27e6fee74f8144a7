// RUN: %clang-bpf -c %s -o %t.o
// RUN: %rkverify %t.o | FileCheck %s
// A dynptr on the stack is not read.
// CHECK: accepted
#include <rk/rk.bpf.h>
#include "Inputs/numbers.h"

SEC("kprobe/do_nanosleep")
int prog(void *ctx)
{
	__u32 key = 0;
	__u64 *v = bpf_map_lookup_elem(&values, &key), x = 0;
	struct bpf_dynptr p;

	if (!v || bpf_dynptr_from_mem(v, 64, 0, &p))
		return 0;
	bpf_dynptr_read(&x, 8, &p, 0, 0);
	return x & 1;
}

RK_LICENSE("GPL");
