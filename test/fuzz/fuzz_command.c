/* SPDX-License-Identifier: MIT */
/* The reader of signed commands behind the signature: any bytes, no read outside them (ASan
 * judges). */
#include <stdlib.h>
#include <string.h>
#include "command.h"

int LLVMFuzzerTestOneInput(const u8 *data, size_t size)
{
	u8 *exact = aligned_alloc(8, (size + 7) & ~(size_t)7);
	static volatile u8 sink;
	struct rk_command c;
	const char *why;

	memcpy(exact, data, size);
	if (!rk_command_locate(&c, exact, size, &why) && !rk_command_parse(&c, &why)) {
		for (u32 i = 0; i < c.record->key_size; i++)
			sink = c.key[i];
		for (u32 i = 0; i < c.record->value_size; i++)
			sink = c.value[i];
	}
	free(exact);
	return 0;
}
