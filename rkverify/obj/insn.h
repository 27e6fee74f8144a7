/* SPDX-License-Identifier: MIT */
/* Inside the object reader: one slot at a time, before the slots form a program. */
#ifndef RK_OBJ_INSN_H
#define RK_OBJ_INSN_H

#include "prog.h"

/*
 * Decode the instruction at `slot` of n_slots into out[slot] (and out[slot + 1] for a 16-byte
 * load). Branch targets are computed, not checked: rk_func_check() does that once the function's
 * extent is known. NULL, or static text that says what is wrong.
 */
extern const char rk_insn_writes_frame[]; /* one such text */
const char *rk_insn_decode_slot(const u8 *bytes, u32 n_slots, u32 slot, struct rk_insn *out);

/* Packet loads of the function in slots [start, end) leave it by one of its exits, where it has
 * any. */
void rk_func_bind(struct rk_insn *insns, u32 start, u32 end);

/*
 * Check that control flow stays within slots [start, end): every jump hits an instruction, the
 * last instruction cannot fall through. On failure *bad is the slot and the text is returned.
 */
const char *rk_func_check(const struct rk_insn *insns, u32 start, u32 end, u32 *bad);

#endif
