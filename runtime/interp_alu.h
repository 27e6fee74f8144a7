/* SPDX-License-Identifier: MIT */
/* Arithmetic of the BPF instruction set (RFC 9669): total, pure functions. */
#ifndef RK_INTERP_ALU_H
#define RK_INTERP_ALU_H

#include "rk/insn.h"

/* dst op src; size 4 zero-extends. x / 0 = 0, x % 0 = x, shift counts are masked. NEG ignores b. */
u64 rk_alu_eval(enum rk_alu op, u8 size, bool is_signed, u64 a, u64 b);
bool rk_cond_eval(enum rk_cond op, u8 size, u64 a, u64 b);
u64 rk_movsx_eval(u8 size, u8 msize, u64 a);
u64 rk_end_eval(enum rk_end op, u8 bits, u64 a);

#endif
