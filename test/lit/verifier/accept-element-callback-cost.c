// RUN: %clang-bpf -DN=16 -c %s -o %t.o
// RUN: %rkverify --explain-accept %t.o > %t.txt
// RUN: cat %t.txt %t.txt | FileCheck %s --check-prefixes=CHECK,SMALL
// RUN: %clang-bpf -DN=1000 -c %s -o %t.o
// RUN: %rkverify --explain-accept %t.o > %t.txt
// RUN: cat %t.txt %t.txt | FileCheck %s --check-prefixes=CHECK,LARGE
// The worst case as a formula of the map's size: the same whatever the size, and exact here.
// CHECK: worst case by size: at most [[#FIXED:]] instructions and [[#EACH:]] for each entry of 'map'
// SMALL: worst case: [[#add(FIXED,mul(EACH,16))]] instructions
// LARGE: worst case: [[#add(FIXED,mul(EACH,1000))]] instructions
#include <rk/rk.bpf.h>

struct {
	__uint(type, 1);
	__uint(max_entries, N);
	__type(key, __u32);
	__type(value, __u64);
} map SEC(".maps");

static long each(void *m, const __u32 *key, __u64 *v, void *arg)
{
	*v += *key;
	return *v > 9;
}

#include "Inputs/each.h"

RK_LICENSE("GPL");
