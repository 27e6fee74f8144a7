/* SPDX-License-Identifier: MIT */
/* IR -> optimised IR -> object file -> rk_code. */
#ifndef RK_OPT_H
#define RK_OPT_H

#include "aot.h"
#include "target.h"

int rk_opt_run(LLVMModuleRef m, LLVMTargetMachineRef tm, enum rk_lower lower, const char **why);

/*
 * Read the one relocatable object that LLVM wrote. Its only allocated contents may be .text, its
 * only relocations those that the target turns into placeholders; anything else is RK_EBACKEND
 * with *why naming it. The object's bytes are not kept.
 */
int rk_emit_code(struct rk_code *out, struct rk_arena *a, const struct rk_target *t,
	const u8 *object, size_t size, const char **why);

/* The row table of a .debug_line section whose line numbers are instruction slots + 1. */
int rk_lines_read(struct rk_code *out, struct rk_arena *a, const u8 *bytes, size_t size);

#endif
