// RUN: %clang-bpf -c %s -o %t.o
// RUN: %rkverify %t.o | FileCheck %s
// An update may take the lock of its value: not at hooks that may interrupt who holds it.
// CHECK: accepted
#include <rk/rk.bpf.h>
#include "Inputs/lock.h"

SEC("xdp")
int prog(void *ctx)
{
	struct value v = {};
	__u32 key = 0;

	bpf_map_update_elem(&table, &key, &v, 4 /* BPF_F_LOCK */);
	return 0;
}

RK_LICENSE("GPL");
