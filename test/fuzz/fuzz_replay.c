/* SPDX-License-Identifier: MIT */
/* The CSV reader on any text: the first byte picks the hook. */
#include "replay.h"

int LLVMFuzzerTestOneInput(const u8 *data, size_t size);

int LLVMFuzzerTestOneInput(const u8 *data, size_t size)
{
	const struct rk_hook_row *hook = size ? rk_hook_row_at(data[0] % 32) : NULL;
	u8 ctx[RK_CTX_MAX];
	struct rk_replay r;

	if (!hook || rk_replay_open(&r, (const char *)data + 1, size - 1, hook))
		return 0;
	while (!rk_replay_next(&r, ctx))
		;
	return 0;
}
