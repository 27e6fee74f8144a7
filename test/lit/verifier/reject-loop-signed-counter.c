// RUN: %clang-bpf -mcpu=v4 -c %s -o %t.o
// RUN: not %rkverify %t.o 2>&1 | FileCheck %s
// A signed counter of two bytes is extended before it is compared: as long as that keeps all of it,
// what the comparison tells is told of the counter. Compared with four it may wrap for ever.
// CHECK: error: this loop is not proved to end [RKV0060]
#include <rk/rk.bpf.h>

__u8 bytes[256];
int count;
__u64 sum;

SEC("kprobe/vfs_read")
int prog(void *ctx)
{
	int n = count;

	for (short i = 0; i < n; i++)
		sum += bytes[i & 255];
	return 0;
}

RK_LICENSE("GPL");
