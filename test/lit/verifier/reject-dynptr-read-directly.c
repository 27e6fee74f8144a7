// RUN: %clang-bpf -c %s -o %t.o
// RUN: not %rkverify %t.o 2>&1 | FileCheck %s
// A dynptr on the stack is not read.
// CHECK: error: this may read an object of the kernel{{.*}}[RKV0033]
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
	x = *(volatile __u64 *)&p;
	return x & 1;
}

RK_LICENSE("GPL");
