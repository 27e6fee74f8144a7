/* SPDX-License-Identifier: MIT */
/*
 * Packets, for programs that are only verified: pointers into them and how far they are proved to
 * reach, their contexts, and helpers that move them. Checks return false after reporting.
 */
#ifndef RK_PACKET_H
#define RK_PACKET_H

#include "an.h"

/* to becomes from plus (back: minus) by; its value is set already. */
void rk_packet_move(struct rk_an *a, struct rk_reg *to, const struct rk_reg *from,
	const struct rk_val *by, bool back);
/* Is one a pointer into a packet, or its metadata, and the other the end of that? */
bool rk_packet_comparable(const struct rk_reg *x, const struct rk_reg *y);
/* x op y, or its opposite; false: it cannot be. ask: s stays as it is. */
bool rk_packet_assume(struct rk_state *s, u8 op, const struct rk_reg *x, const struct rk_reg *y,
	bool taken, bool ask);
bool rk_check_packet(struct rk_an *a, const struct rk_reg *base, u32 reg, s64 off,
	struct rk_access *x, enum rk_use use);
/* sock.c */
bool rk_check_sock(
	struct rk_an *a, const struct rk_reg *base, u32 reg, struct rk_access *x, enum rk_use use);
bool rk_check_packet_ctx(struct rk_an *a, const struct rk_access *x, enum rk_use use);
struct rk_reg rk_packet_ctx_load(struct rk_an *a, s64 off, u8 size, bool sign);
/* May a load by offset be here? Then s becomes what follows, with the bytes in r0 or without. */
bool rk_check_packet_load(struct rk_an *a, const struct rk_insn *in);
void rk_packet_loaded(struct rk_an *a, const struct rk_insn *in, bool there);
/* Does Linux offer the helper to this hook, if that sees packets, or elsewhere than there? */
bool rk_packet_has_helper(const struct rk_an *a, u32 id);
bool rk_packet_moves(const struct rk_an *a, u32 id); /* may the helper move the packet? */
void rk_packet_returns(const struct rk_an *a, s64 *min, s64 *max);

#endif
