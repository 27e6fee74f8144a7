/* SPDX-License-Identifier: MIT */
/*
 * Signed commands (rk/command.h), read as blobs are: fixed offsets, then the signature, then the
 * rest. Nothing is allocated or changed here; the bytes must be the caller's own copy, 8-aligned
 * and unchanging while the view lives.
 */
#ifndef RK_RT_COMMAND_H
#define RK_RT_COMMAND_H

#include "rk/command.h"
#include "runtime.h"

struct rk_command {
	const struct rkb_sig *sig;
	const struct rkc_record *record;
	const u8 *key, *value; /* padded to 8 bytes each */
	size_t data_size;
};

int rk_command_locate(struct rk_command *c, const void *bytes, size_t size, const char **why);
int rk_command_parse(struct rk_command *c, const char **why);
/*
 * All that can be said without the program: a trusted key that may command signed it for this
 * challenge. RK_ENOKEY, RK_ESIG, RK_EPOLICY, RK_ECHALLENGE, RK_EHASH, RK_EINPUT and such.
 */
int rk_command_check(const struct rk_rt *rt, const void *bytes, size_t size,
	const u8 nonce[RKC_NONCE], struct rk_command *c, const char **why);
/* Is it for this program, and for a map that it has? RK_EPERM. */
int rk_command_fits(const struct rk_command *c, const struct rk_program *p, const char **why);

#endif
