// SPDX-License-Identifier: MIT
/* Reading an image back (rkaot dump, check): the input is payload and side data, hashes made to
 * fit. */
#include <string.h>
#include "image.h"
#include "rk/sha3.h"

int LLVMFuzzerTestOneInput(const u8 *data, size_t size)
{
	size_t half = size / 16 * 8, side = (size - half) & ~(size_t)7,
	       at = sizeof(struct rkb_sigs);
	struct rkb_header h = {.magic = RKB_MAGIC,
		.format = RKB_FORMAT,
		.payload_size = (u32)half,
		.side_size = (u32)side};
	struct rk_image im;
	struct rk_arena a;
	const char *why;
	u8 *bytes;

	rk_sha3_256(data, half, h.payload_sha3);
	rk_sha3_256(data + half, side, h.side_sha3);
	rk_arena_init(&a);
	bytes = rk_alloc(&a, at + sizeof(h) + half + side);
	memcpy(bytes + at, &h, sizeof(h));
	memcpy(bytes + at + sizeof(h), data, half + side);
	rk_image_read(&im, &a, bytes, at + sizeof(h) + half + side, &why);
	rk_arena_fini(&a);
	return 0;
}
