// RUN: %clang-bpf -c %s -o %t.o
// RUN: %rkverify %t.o | FileCheck %s
// A checksum has many states: they are joined early, and the counter is widened. It is compared
// with a byte, so that it stops before 255.
// CHECK: accepted
#include <rk/rk.bpf.h>

__u8 count;
__u8 bytes[255] SEC(".data.bytes");
__u32 sum;

SEC("kprobe/vfs_read")
int prog(void *ctx)
{
	__u32 crc = ~0u;

	for (int i = 0; i < count; i++) {
		crc ^= bytes[i];
		for (int bit = 0; bit < 8; bit++)
			crc = crc & 1 ? crc >> 1 ^ 0xedb88320 : crc >> 1;
	}
	sum = crc;
	return 0;
}

RK_LICENSE("GPL");
