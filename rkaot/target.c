// SPDX-License-Identifier: MIT
/* What the targets share: look-up, attributes of every function, the target machine. */
#include <string.h>
#include "target.h"

static const struct rk_target *const targets[] = {&rk_target_x86_64, &rk_target_aarch64};

const struct rk_target *rk_target(enum rk_arch arch)
{
	for (size_t i = 0; i < RK_ARRAY_SIZE(targets); i++)
		if (targets[i]->arch == arch)
			return targets[i];
	return NULL;
}

const struct rk_target *rk_target_named(const char *name)
{
	if (!strcmp(name, "arm64"))
		name = "aarch64";
	for (size_t i = 0; i < RK_ARRAY_SIZE(targets); i++)
		if (!strcmp(targets[i]->name, name))
			return targets[i];
	return NULL;
}

void rk_attr_enum(LLVMValueRef fn, const char *name, u64 value)
{
	LLVMContextRef ctx = LLVMGetModuleContext(LLVMGetGlobalParent(fn));
	unsigned kind = LLVMGetEnumAttributeKindForName(name, strlen(name));

	LLVMAddAttributeAtIndex(fn, (unsigned)LLVMAttributeFunctionIndex,
		LLVMCreateEnumAttribute(ctx, kind, value));
}

void rk_attr_text(LLVMValueRef fn, const char *name, const char *value)
{
	LLVMContextRef ctx = LLVMGetModuleContext(LLVMGetGlobalParent(fn));

	LLVMAddAttributeAtIndex(fn, (unsigned)LLVMAttributeFunctionIndex,
		LLVMCreateStringAttribute(ctx, name, strlen(name), value, strlen(value)));
}

/*
 * No mustprogress and no willreturn: both would let LLVM delete loops. Features stand here and on
 * the target machine, so that cost models and code generation agree.
 */
void rk_attr_common(const struct rk_target *t, LLVMValueRef fn)
{
	rk_attr_enum(fn, "nounwind", 0);
	rk_attr_enum(fn, "noredzone", 0);
	rk_attr_enum(fn, "noimplicitfloat", 0);
	rk_attr_enum(fn, "null_pointer_is_valid", 0);
	rk_attr_text(fn, "target-cpu", t->cpu);
	rk_attr_text(fn, "target-features", t->features);
	rk_attr_text(fn, "frame-pointer", "all");
	rk_attr_text(fn, "no-jump-tables", "true");
	rk_attr_text(fn, "no-builtins", "");
	rk_attr_text(fn, "disable-tail-calls", "true");
	t->attributes(fn);
}

LLVMTargetMachineRef rk_target_machine(const struct rk_target *t, bool optimise, const char **why)
{
	LLVMTargetRef target;
	LLVMTargetMachineRef tm;
	char *error = NULL;

	t->init();
	if (LLVMGetTargetFromTriple(t->triple, &target, &error)) {
		LLVMDisposeMessage(error);
		*why = "this LLVM has no code generator for the target";
		return NULL;
	}
	tm = LLVMCreateTargetMachine(target, t->triple, t->cpu, t->features,
		optimise ? LLVMCodeGenLevelDefault : LLVMCodeGenLevelNone, LLVMRelocStatic,
		t->code_model);
	if (!tm)
		*why = "LLVM refused the target";
	return tm;
}
