/* SPDX-License-Identifier: MIT */
/*
 * Inside the lifter: BPF and proved facts -> LLVM IR. lift.c owns functions, blocks and jumps,
 * lift_alu.c, lift_mem.c and lift_call.c one kind of instruction each. Rules that hold everywhere:
 * no instruction may be undefined for any operand (no nsw, nuw, inbounds, exact; divisors made
 * safe; shift counts masked; every slot initialised), and a register's integer and pointer slots
 * always hold the same number, so that facts choose the form of a value, never its meaning.
 */
#ifndef RK_LIFT_H
#define RK_LIFT_H

#include <llvm-c/Core.h>
#include <llvm-c/DebugInfo.h>
#include "aot.h"
#include "target.h"

enum { LIFT_REGS = 11, LIFT_FP = 10, LIFT_PROBE_BASE = 0x1ff00 };

struct lift_func {
	LLVMValueRef fn;
	LLVMTypeRef type;
	LLVMMetadataRef scope;
	u32 frame;     /* bytes of BPF stack */
	u32 frame_off; /* of the frame's low end in env->stack, where that is used */
	u16 ptr_args;  /* bits 1..5: parameters that are passed as pointers */
};

struct rk_lift {
	struct rk_arena *a;
	const struct rk_prog *p;
	const struct rk_fact *facts; /* NULL: naive */
	const struct rk_aot_opts *opts;
	const char *why; /* first failure, else NULL */
	LLVMContextRef ctx;
	LLVMModuleRef mod;
	LLVMBuilderRef b;
	LLVMDIBuilderRef dib;
	LLVMMetadataRef file;
	LLVMTypeRef i1, i8, i16, i32, i64, ptr, none;
	struct lift_func *funcs;
	u32 stack_bytes;          /* of the deepest chain, as proved */
	bool env_stack;           /* frames live at env->stack, not on the native stack */
	u8 *leader;               /* per slot: begins a block */
	LLVMBasicBlockRef *block; /* per slot: its block where it is a leader */
	u32 n_maps;               /* in env->maps */
	u16 *map_index;           /* obj->maps index -> env->maps index */
	/* the function being lifted */
	struct lift_func *f;
	LLVMValueRef env, fp, reg[LIFT_REGS], preg[LIFT_REGS], slot;
	LLVMBasicBlockRef entry, trap;
	u16 ptr_ever;  /* registers that hold a pointer anywhere in the function */
	u16 own_stack; /* registers that point into the own frame, within this block */
	bool ended;    /* the current block has its terminator */
};

/* lift.c */
LLVMModuleRef rk_lift_module(struct rk_lift *l);
int rk_lift_fail(struct rk_lift *l, u32 i, const char *fmt, ...)
	__attribute__((format(printf, 3, 4)));
LLVMValueRef rk_lift_const(struct rk_lift *l, LLVMTypeRef type, s64 v);
LLVMValueRef rk_lift_imm(struct rk_lift *l, LLVMTypeRef type, s64 v);
LLVMValueRef rk_lift_int(struct rk_lift *l, u8 reg);
LLVMValueRef rk_lift_ptr(struct rk_lift *l, u32 i, u8 reg);
void rk_lift_set_int(struct rk_lift *l, u8 reg, LLVMValueRef v);
void rk_lift_set_ptr(struct rk_lift *l, u8 reg, LLVMValueRef v);
void rk_lift_set(struct rk_lift *l, u32 i, u8 reg, LLVMValueRef v); /* form by RK_FACT_DST_PTR */
LLVMValueRef rk_lift_gep(struct rk_lift *l, LLVMValueRef base, LLVMValueRef off);
LLVMValueRef rk_lift_add(struct rk_lift *l, LLVMValueRef base, s64 off);
LLVMTypeRef rk_lift_type(struct rk_lift *l, u32 bytes);
bool rk_lift_is_ptr(const struct rk_lift *l, u32 i, u8 reg);
bool rk_lift_flag(const struct rk_lift *l, u32 i, u32 flag);
void rk_lift_trap_unless(struct rk_lift *l, LLVMValueRef ok); /* continues in a new block */
LLVMTypeRef rk_lift_intrinsic(
	struct rk_lift *l, const char *name, LLVMTypeRef over, LLVMValueRef *fn);

/* one instruction each; 0 or the error of rk_lift_fail */
int rk_lift_alu(struct rk_lift *l, u32 i);
int rk_lift_movsx(struct rk_lift *l, u32 i);
int rk_lift_end(struct rk_lift *l, u32 i);
int rk_lift_lddw(struct rk_lift *l, u32 i);
int rk_lift_load(struct rk_lift *l, u32 i);
int rk_lift_store(struct rk_lift *l, u32 i);
int rk_lift_atomic(struct rk_lift *l, u32 i);
int rk_lift_call(struct rk_lift *l, u32 i);
int rk_lift_call_sub(struct rk_lift *l, u32 i);
LLVMValueRef rk_lift_cond(struct rk_lift *l, u32 i);

/* lift_mem.c */
LLVMValueRef rk_lift_env_load(struct rk_lift *l, u32 offset);
LLVMValueRef rk_lift_env_map(struct rk_lift *l, u32 map, bool base);
int rk_lift_zero_stack(struct rk_lift *l, const struct rk_func *f);

/* lift_call.c */
LLVMValueRef rk_lift_helper(struct rk_lift *l, u32 id, LLVMTypeRef *type);

/* debug.c */
void rk_lift_debug_begin(struct rk_lift *l);
void rk_lift_debug_func(struct rk_lift *l, struct lift_func *f, const char *name, size_t len);
void rk_lift_debug_end(struct rk_lift *l);

#endif
