// SPDX-License-Identifier: MIT
/* The block of a counterexample's memory; see block.h. */
#include "block.h"
#include <sys/mman.h>

/* Bytes of addresses are not 0, so an address of which a byte was cleared is another one. */
#define BLOCK_AT ((void *)0x2a2a2a2a2000)

#define LOW_BLOCK_AT ((void *)0x2a2a2000)

static u8 *make(void *where, u64 bytes)
{
	void *at = mmap(where, bytes, PROT_READ | PROT_WRITE,
		MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE | MAP_FIXED_NOREPLACE, -1, 0);

	return at == MAP_FAILED ? NULL : at;
}

u8 *rk_block_make(u64 bytes)
{
	return make(BLOCK_AT, bytes);
}

u8 *rk_block_make_low(u64 bytes)
{
	return make(LOW_BLOCK_AT, bytes);
}

void rk_block_free(u8 *block, u64 bytes)
{
	munmap(block, bytes);
}
