// SPDX-License-Identifier: MIT
// A COUNTER of two bytes runs to a BOUND.
#include <rk/rk.bpf.h>

__u8 bytes[256];
BOUND count;
__u64 sum;

SEC("kprobe/vfs_read")
int prog(void *ctx)
{
	BOUND n = count;

	for (COUNTER i = 0; i < n; i++)
		sum += bytes[i & 255];
	return 0;
}

RK_LICENSE("GPL");
