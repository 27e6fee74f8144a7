// SPDX-License-Identifier: MIT
/* aarch64: general registers, bti c at entries, atomics as load/store-exclusive loops. */
#include <elf.h>
#include <string.h>
#include "target.h"

enum { INSN_BYTES = 4 };
static const u8 bl0[INSN_BYTES] = {0x00, 0x00, 0x00, 0x94};

static void init(void)
{
	LLVMInitializeAArch64TargetInfo();
	LLVMInitializeAArch64Target();
	LLVMInitializeAArch64TargetMC();
	LLVMInitializeAArch64AsmPrinter();
	LLVMInitializeAArch64Disassembler();
}

/* The module flag only asks for the ELF note, which is dropped: the attribute places bti. */
static void decorate(LLVMModuleRef m)
{
	(void)m;
}

static void attributes(LLVMValueRef fn)
{
	rk_attr_text(fn, "branch-target-enforcement", "true");
}

static int relocate(const struct rk_target_reloc *in, u8 *text, u32 size, struct rkb_reloc *out)
{
	if (in->type != R_AARCH64_CALL26 || in->addend || in->offset % INSN_BYTES ||
		in->offset > size || size - in->offset < INSN_BYTES)
		return RK_EBACKEND;
	if (memcmp(text + in->offset, bl0, INSN_BYTES))
		return RK_EBACKEND;
	out->offset = in->offset;
	out->kind = RKB_RELOC_CALL;
	return 0;
}

const struct rk_target rk_target_aarch64 = {
	.arch = RK_ARCH_AARCH64,
	.name = "aarch64",
	.triple = "aarch64-unknown-linux-gnu",
	.cpu = "generic",
	.features = "-fp-armv8,-neon,-outline-atomics,+reserve-x18",
	.code_model = LLVMCodeModelDefault,
	.elf_machine = EM_AARCH64,
	.pad = {0x00, 0x00, 0x20, 0xd4}, /* brk #0 */
	.pad_len = INSN_BYTES,
	.init = init,
	.decorate = decorate,
	.attributes = attributes,
	.relocate = relocate,
};
