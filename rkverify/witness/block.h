/* SPDX-License-Identifier: MIT */
/*
 * One block of zeroed memory at an address that is the same in every process: programs that compute
 * with addresses do the same in every run. One block at a time. The caller frees it.
 */
#ifndef RK_WITNESS_BLOCK_H
#define RK_WITNESS_BLOCK_H

#include "rk/types.h"

u8 *rk_block_make(u64 bytes);     /* NULL: something else is there */
u8 *rk_block_make_low(u64 bytes); /* below 4 GiB */
void rk_block_free(u8 *block, u64 bytes);

#endif
