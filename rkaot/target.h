/* SPDX-License-Identifier: MIT */
/* Everything that differs between the two targets: code generation settings, attributes, object
 * format. */
#ifndef RK_TARGET_H
#define RK_TARGET_H

#include <llvm-c/Core.h>
#include <llvm-c/TargetMachine.h>
#include "rk/blob.h"

/* One relocation of the object, as found. */
struct rk_target_reloc {
	u32 offset, type;
	s64 addend;
	const char *symbol;
};

struct rk_target {
	enum rk_arch arch;
	const char *name, *triple, *cpu, *features;
	LLVMCodeModel code_model;
	u16 elf_machine;
	u8 pad[4]; /* fills the gaps between functions: one trapping instruction */
	u8 pad_len;
	void (*init)(void);                  /* registers the LLVM target */
	void (*decorate)(LLVMModuleRef m);   /* module flags */
	void (*attributes)(LLVMValueRef fn); /* what this target adds to a function */
	/*
	 * Turn one relocation into a placeholder of blob.h: checks the bytes at it, writes the
	 * normal form, fills offset and kind. `call` receives whether the symbol is a helper's.
	 * RK_EBACKEND where the kind is not allowed.
	 */
	int (*relocate)(
		const struct rk_target_reloc *in, u8 *text, u32 size, struct rkb_reloc *out);
};

extern const struct rk_target rk_target_x86_64, rk_target_aarch64;
const struct rk_target *rk_target(enum rk_arch arch); /* NULL for an unknown one */
const struct rk_target *rk_target_named(const char *name);

void rk_attr_enum(LLVMValueRef fn, const char *name, u64 value);
void rk_attr_text(LLVMValueRef fn, const char *name, const char *value);
void rk_attr_common(const struct rk_target *t, LLVMValueRef fn);
LLVMTargetMachineRef rk_target_machine(const struct rk_target *t, bool optimise, const char **why);

#endif
