// REQUIRES: kernel-btf
// RUN: %clang-bpf -c %s -o %t.o
// RUN: not %rkverify --target-btf /sys/kernel/btf/vmlinux %t.o 2>&1 | FileCheck %s
// A work is made with the map that it is in.
// CHECK: error: argument 2 (r2) is {{.*}}; bpf_wq_init takes the map that the work is in [RKV0
#define MADE_WITH other
#include "Inputs/work.h"

static int task(void *map, int *key, void *value)
{
	return 0;
}
