// SPDX-License-Identifier: MIT
/* Reading an image back (rkaot dump, check): header fields from the input, hashes made to fit. */
#include <string.h>
#include "image.h"
#include "rk/sha3.h"

int LLVMFuzzerTestOneInput(const u8 *data, size_t size)
{
	u32 n = (u32)(size / 16 * 8);
	struct rkb_header h = {RKB_MAGIC, RKB_FORMAT, 0, 0, n, n, 0, "", "", {0}, {0}, {0}};
	struct rk_arena a = {0};
	u8 *bytes = rk_alloc(&a, sizeof(struct rkb_sigs) + sizeof(h) + 2 * n), *at = bytes + 8;
	const char *why;

	rk_sha3_256(data, n, h.payload_sha3);
	rk_sha3_256(data + n, n, h.side_sha3);
	memcpy(memcpy(at, &h, sizeof(h)) + sizeof(h), data, 2 * n);
	rk_image_read(&(struct rk_image){0}, &a, bytes, 8 + sizeof(h) + 2 * n, &why);
	return rk_arena_fini(&a), 0;
}
