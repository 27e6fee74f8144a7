/* SPDX-License-Identifier: MIT */
/* SHA3-256 (FIPS 202). Freestanding; runtime/base/sha3.c. */
#ifndef RK_SHA3_H
#define RK_SHA3_H

#include "types.h"

struct rk_sha3 {
	u64 lane[25];
	u32 fill; /* bytes absorbed into the current block of 136 */
};

void rk_sha3_init(struct rk_sha3 *s);
void rk_sha3_add(struct rk_sha3 *s, const void *p, size_t n);
void rk_sha3_end(struct rk_sha3 *s, u8 out[32]);
void rk_sha3_256(const void *p, size_t n, u8 out[32]);

#endif
