/* SPDX-License-Identifier: MIT */
/* The reader of images behind the signature: any bytes, no read outside them (ASan judges). */
#include <stdlib.h>
#include <string.h>
#include "blob.h"

int LLVMFuzzerTestOneInput(const u8 *data, size_t size)
{
	u8 *exact = aligned_alloc(8, (size + 7) & ~(size_t)7);
	const char *why;
	struct rk_blob b;

	memcpy(exact, data, size);
	if (!rk_blob_locate(&b, exact, size, &why) && !rk_blob_bound(&b, b.header->arch, &why))
		rk_blob_parse(&b, &why);
	free(exact);
	return 0;
}
