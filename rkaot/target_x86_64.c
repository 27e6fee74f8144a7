// SPDX-License-Identifier: MIT
/* x86_64: general registers, endbr64 at entries, returns that the kernel can redirect. */
#include <elf.h>
#include <string.h>
#include "target.h"

enum { JMP = 0xe9, CALL = 0xe8, RET = 0xc3, INT3 = 0xcc, BRANCH_BYTES = 5 };

static void init(void)
{
	LLVMInitializeX86TargetInfo();
	LLVMInitializeX86Target();
	LLVMInitializeX86TargetMC();
	LLVMInitializeX86AsmPrinter();
	LLVMInitializeX86Disassembler();
}

static void decorate(LLVMModuleRef m)
{
	LLVMContextRef ctx = LLVMGetModuleContext(m);
	LLVMMetadataRef on = LLVMValueAsMetadata(LLVMConstInt(LLVMInt32TypeInContext(ctx), 1, 0));

	LLVMAddModuleFlag(m, LLVMModuleFlagBehaviorOverride, "cf-protection-branch", 20, on);
}

/* alignstack without realigning: leaf functions too move the stack pointer by multiples of 16. */
static void attributes(LLVMValueRef fn)
{
	rk_attr_enum(fn, "fn_ret_thunk_extern", 0);
	rk_attr_enum(fn, "alignstack", 16);
	rk_attr_text(fn, "no-realign-stack", "");
}

/*
 * call helper stays a call of displacement 0; jmp __x86_return_thunk becomes a plain ret with room
 * for the jump. Any other jmp to a symbol would be a tail call, which is switched off.
 */
static int relocate(const struct rk_target_reloc *in, u8 *text, u32 size, struct rkb_reloc *out)
{
	bool thunk = !strcmp(in->symbol, "__x86_return_thunk");
	u8 *at;

	if (in->type != R_X86_64_PLT32 || in->addend != -4 || in->offset < 1 || in->offset > size ||
		size - in->offset < 4)
		return RK_EBACKEND;
	at = text + in->offset - 1;
	if (at[0] != (thunk ? JMP : CALL))
		return RK_EBACKEND;
	memset(at, thunk ? INT3 : 0, BRANCH_BYTES);
	at[0] = thunk ? RET : CALL;
	out->offset = in->offset - 1;
	out->kind = thunk ? RKB_RELOC_RET : RKB_RELOC_CALL;
	return 0;
}

const struct rk_target rk_target_x86_64 = {
	.arch = RK_ARCH_X86_64,
	.name = "x86_64",
	.triple = "x86_64-unknown-linux-gnu",
	.cpu = "x86-64",
	.features = "-sse,-sse2,-mmx,-x87,-avx,+soft-float",
	.code_model = LLVMCodeModelKernel,
	.elf_machine = EM_X86_64,
	.pad = {INT3},
	.pad_len = 1,
	.init = init,
	.decorate = decorate,
	.attributes = attributes,
	.relocate = relocate,
};
