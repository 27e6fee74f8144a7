/* SPDX-License-Identifier: MIT */
/*
 * The domain's C code as LLVM IR: one harness function with constant arguments, the functions of
 * its list replaced by their contracts (`cut_` and the name), everything else inlined, memory
 * promoted. No pass that reasons about undefined behaviour runs: what is proved is what clang
 * emitted.
 */
#ifndef RK_PROOF_IR_H
#define RK_PROOF_IR_H

#include <llvm-c/Core.h>

enum { IR_ARGS = 3 };

struct ir_query {
	const char *harness;
	const char *cuts; /* names of functions, or NAME=CONTRACT, separated by blanks */
	int args[IR_ARGS];
};

LLVMValueRef ir_prepare(LLVMContextRef ctx, const char *path, const struct ir_query *q);

#endif
