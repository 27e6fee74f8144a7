// RUN: %clang-bpf -mcpu=v4 -c %s -o %t.o
// RUN: %rkverify %t.o | FileCheck %s
// A signed counter of two bytes is extended before it is compared: as long as that keeps all of it,
// what the comparison tells is told of the counter. Compared with two bytes it ends.
// CHECK: accepted
#include <rk/rk.bpf.h>

__u8 bytes[256];
short count;
__u64 sum;

SEC("kprobe/vfs_read")
int prog(void *ctx)
{
	short n = count;

	for (short i = 0; i < n; i++)
		sum += bytes[i & 255];
	return 0;
}

RK_LICENSE("GPL");
