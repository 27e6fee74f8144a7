// REQUIRES: kernel-btf
// RUN: %clang-bpf -c %s -o %t.o
// RUN: %rkverify --target-btf /sys/kernel/btf/vmlinux %t.o | FileCheck %s
// A work is made with the map that it is in.
// CHECK: accepted
#include "Inputs/work.h"

static int task(void *map, int *key, void *value)
{
	return 0;
}
