/* SPDX-License-Identifier: MIT */
/*
 * Inside of the machine-code check: what a decoder tells about one instruction. The decoders are
 * our own and know only the instructions on the list; everything else is a refusal. They look at
 * bytes alone; what depends on place, flow or relocations is judged in check.c and check_flow.c.
 */
#ifndef RK_CHECK_H
#define RK_CHECK_H

#include "aot.h"

enum rk_ck_rule {
	CK_OK,
#define CHECK_RULE(id, name, targets, text) CK_##id,
#include "check.def"
#undef CHECK_RULE
	CK_RULES
};

enum rk_ck_flow {
	CK_NEXT,
	CK_COND, /* target or next */
	CK_JUMP,
	CK_CALL,
	CK_RET,
	CK_TRAP, /* never continues */
	CK_PAD,  /* must never be reached */
};

enum { CK_KEEP, CK_FROM_SP, CK_FROM_FP }; /* how a pointer register changes */
enum { CK_BASE_NONE, CK_BASE_SP, CK_BASE_FP, CK_BASE_OTHER };
enum { CK_NO_REG = 0xff, CK_MAX_SAVED = 12 };

struct rk_ck_insn {
	u8 len;
	u8 flow; /* enum rk_ck_flow */
	bool nop;
	u32 writes; /* registers written, neither sp nor a followed change of fp */
	s64 target; /* relative to this instruction's first byte */
	/* Memory operand; load and store both false where it is only an address. */
	u8 base;
	bool indexed, load, store;
	s32 off;
	u8 size;    /* bytes accessed */
	u8 data[2]; /* whole registers transferred, one after the other, else CK_NO_REG */
	/* Changes of sp and fp; sp changes before the access unless sp_after. */
	u8 sp, fp;
	bool sp_after;
	s32 sp_delta, fp_delta;
};

/* What the two targets do not share. Register numbers are the encoding's. */
struct rk_ck_target {
	const char *name;
	enum rk_ck_rule (*decode)(struct rk_ck_insn *out, const u8 *p, u32 n);
	u8 sp, fp;
	u8 saved[CK_MAX_SAVED]; /* registers a function must return as it found them, fp included */
	u8 n_saved;
	u8 unit;              /* every instruction starts at a multiple of it */
	u8 word;              /* granule of the stack pointer */
	u8 call_push;         /* bytes a call pushes */
	u8 call_misalign;     /* depth modulo 16 at a call */
	u8 landing[4];        /* bytes of the landing pad */
	u8 call[5], call_len; /* placeholders */
	u8 ret[5], ret_len;   /* 0: returns need no relocation */
};

extern const struct rk_ck_target rk_ck_x86_64, rk_ck_aarch64;

/* A check under way. mark has one byte per byte of text: CK_AT_*. */
enum {
	CK_AT_INSN = 1,   /* an instruction starts */
	CK_AT_RELOC = 2,  /* with a relocation */
	CK_AT_TARGET = 4, /* branches lead here */
	CK_AT_REACHED = 8,
};

struct rk_ck_call {
	u32 at;             /* offset; calls stand in order of it */
	u32 caller, callee; /* functions; callee == n_funcs for a helper */
	u32 next;           /* 1 + next call of the same callee, 0 at the end */
	u32 depth;          /* of the caller's stack at the call, pushed address included */
};

struct rk_ck {
	struct rk_code *code;
	struct rk_arena *a;
	const struct rk_ck_target *t;
	u8 *mark;
	u32 *depth; /* per function: deepest own stack */
	struct rk_ck_call *calls;
	u32 n_calls;
	enum rk_ck_rule rule; /* of the refusal */
	u32 at;
};

/* Note a refusal; returns RK_ECHECK. */
int rk_ck_refuse(struct rk_ck *c, enum rk_ck_rule rule, u32 at);
/* Decode at a marked start; a return with its relocation becomes one instruction. */
enum rk_ck_rule rk_ck_decode(const struct rk_ck *c, struct rk_ck_insn *out, u32 at, u32 end);
/* Function that starts at the offset; n_funcs where none does. */
u32 rk_ck_func_at(const struct rk_ck *c, s64 offset);
/* Stack, frame pointer and saved registers along every path of one function (check_flow.c). */
int rk_ck_flow(struct rk_ck *c, u32 func);
/* Circles and the deepest chain of calls (check_flow.c). */
int rk_ck_chain(struct rk_ck *c, u32 limit);

#endif
