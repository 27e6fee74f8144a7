// SPDX-License-Identifier: MIT
/*
 * Debug locations carry one thing: the BPF slot that an IR instruction came from, as line = slot
 * + 1. They survive optimisation and inlining, and come back through the object's line table.
 */
#include "lift.h"

static void flag(struct rk_lift *l, const char *name, size_t len, u64 value)
{
	LLVMValueRef v = LLVMConstInt(l->i32, value, false);

	LLVMAddModuleFlag(l->mod, LLVMModuleFlagBehaviorWarning, name, len, LLVMValueAsMetadata(v));
}

void rk_lift_debug_begin(struct rk_lift *l)
{
	flag(l, "Debug Info Version", 18, LLVMDebugMetadataVersion());
	flag(l, "Dwarf Version", 13, 4);
	l->dib = LLVMCreateDIBuilder(l->mod);
	l->file = LLVMDIBuilderCreateFile(l->dib, "bpf", 3, "", 0);
	LLVMDIBuilderCreateCompileUnit(l->dib, LLVMDWARFSourceLanguageC, l->file, "rk", 2, 1, "", 0,
		0, "", 0, LLVMDWARFEmissionLineTablesOnly, 0, 0, 0, "", 0, "", 0);
}

void rk_lift_debug_func(struct rk_lift *l, struct lift_func *f, const char *name, size_t len)
{
	LLVMMetadataRef type =
		LLVMDIBuilderCreateSubroutineType(l->dib, l->file, NULL, 0, LLVMDIFlagZero);

	f->scope = LLVMDIBuilderCreateFunction(l->dib, l->file, name, len, "", 0, l->file, 1, type,
		true, true, 1, LLVMDIFlagZero, true);
	LLVMSetSubprogram(f->fn, f->scope);
}

void rk_lift_debug_end(struct rk_lift *l)
{
	LLVMDIBuilderFinalize(l->dib);
	LLVMDisposeDIBuilder(l->dib);
}
