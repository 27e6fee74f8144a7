/* SPDX-License-Identifier: MIT */
/*
 * One decoded BPF instruction. Index i of a program's array is slot i of its bytecode, so numbers
 * agree with every other BPF tool; the second slot of a 16-byte load is RK_INSN_PAD.
 */
#ifndef RK_INSN_H
#define RK_INSN_H

#include "types.h"

enum rk_alu {
#define ALU(name, code, mnemonic, sym) RK_ALU_##name = (code) >> 4,
#include "insn.def"
};

enum rk_cond {
#define COND(name, code, mnemonic, sym, is_signed) RK_COND_##name = (code) >> 4,
#include "insn.def"
};

enum rk_atomic {
#define ATOMIC(name, imm, mnemonic) RK_ATOMIC_##name = (imm) >> 4,
#include "insn.def"
};

enum rk_insn_kind {
	RK_INSN_ALU,   /* dst = dst op (src | imm); op = enum rk_alu; size = 4 or 8 (width in bytes)
			*/
	RK_INSN_MOVSX, /* dst = sign-extended low `msize` bytes of src; size = 4 or 8 */
	RK_INSN_END,   /* byte order: op = enum rk_end, imm = 16, 32 or 64 */
	RK_INSN_LDDW,  /* dst = imm, or the object that `ref` says; two slots */
	RK_INSN_PAD,   /* second slot of LDDW: never executed, never a branch target */
	RK_INSN_LDX,   /* dst = *(size *)(src + off); RK_INSN_SIGNED: sign-extended */
	RK_INSN_ST,    /* *(size *)(dst + off) = imm */
	RK_INSN_STX,   /* *(size *)(dst + off) = src */
	RK_INSN_ATOMIC,   /* atomic op on *(size *)(dst + off) with src; op = enum rk_atomic */
	RK_INSN_JA,       /* goto target */
	RK_INSN_COND,     /* if (dst op src|imm) goto target; op = enum rk_cond; size = 4 or 8 */
	RK_INSN_CALL,     /* helper `ref` (Linux's or our number) */
	RK_INSN_CALL_SUB, /* BPF-to-BPF call; target = first instruction of the callee */
	RK_INSN_CALLX,    /* call the helper whose number is in dst */
	RK_INSN_EXIT,
	RK_INSN_MAY_GOTO, /* goto target, at the latest the 2^23rd time. Verify-only */
	/*
	 * r0 = size bytes of the packet at imm (SRC_REG: + src), r6 is the context; r1 to r5 lose
	 * their values. Where the packet has no such bytes, the function returns 0: then target,
	 * one of its exits, is next. Verify-only
	 */
	RK_INSN_PACKET,
};

enum rk_end { RK_END_LE, RK_END_BE, RK_END_BSWAP };

/* What `imm` of an LDDW stands for. `ref` is the index of the map or the subprogram. */
enum rk_ref {
	RK_REF_NONE,      /* a 64-bit constant */
	RK_REF_MAP,       /* the map `ref` itself, only good as a helper argument */
	RK_REF_MAP_VALUE, /* address `imm` bytes into the only value of (global data) map `ref` */
	RK_REF_FUNC,      /* a subprogram as callback; target = its first instruction */
	RK_REF_KSYM, /* address of a typed kernel variable; ref = its BTF id, or 0: any address,
		      * which is not null if imm is 1. Verify-only */
};

enum rk_insn_flag {
	RK_INSN_SRC_REG = 1 << 0, /* ALU, COND: the second operand is src, else imm */
	RK_INSN_SIGNED = 1 << 1,  /* LDX: sign-extend; ALU DIV, MOD: signed */
	RK_INSN_FETCH = 1 << 2,   /* ATOMIC: src (CMPXCHG: r0) receives the old value */
};

struct rk_insn {
	u8 kind;     /* enum rk_insn_kind */
	u8 op;       /* enum rk_alu, rk_cond, rk_atomic or rk_end, by kind */
	u8 dst, src; /* 0..10 */
	u8 size;     /* access or operand size in bytes: 1, 2, 4, 8 */
	u8 msize;    /* MOVSX: 1, 2 or 4 */
	u8 flags;    /* enum rk_insn_flag */
	u8 ref_kind; /* enum rk_ref, LDDW only */
	s16 off;     /* memory displacement in bytes */
	u16 pad;
	s32 target; /* branch or callee slot index, -1 where there is none */
	u32 ref;    /* helper number, or the index that ref_kind says */
	u32 line;   /* index into the program's line table, RK_NO_LINE where unknown */
	s64 imm;    /* sign-extended immediate, or LDDW's 64 bits */
};
#define RK_NO_LINE 0xffffffffu

RK_STATIC_ASSERT(sizeof(struct rk_insn) == 32, "two instructions per cache line");

static inline bool rk_insn_jumps(const struct rk_insn *i)
{
	return i->kind == RK_INSN_JA || i->kind == RK_INSN_COND || i->kind == RK_INSN_MAY_GOTO ||
	       i->kind == RK_INSN_PACKET;
}

#endif
