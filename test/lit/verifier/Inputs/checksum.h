// SPDX-License-Identifier: MIT
// A checksum of as many bytes as a byte tells, of BYTES that there are.
#include <rk/rk.bpf.h>

__u8 count;
__u8 bytes[BYTES] SEC(".data.bytes");
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
