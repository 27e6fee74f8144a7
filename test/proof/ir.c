/* SPDX-License-Identifier: MIT */
/* Loading, cutting and inlining of the harness; any failure ends the program with a message. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <llvm-c/BitReader.h>
#include <llvm-c/Transforms/PassBuilder.h>
#include "ir.h"

static void fail(const char *what, const char *detail)
{
	fprintf(stderr, "rk-prove: %s: %s\n", what, detail);
	exit(2);
}

static LLVMModuleRef load(LLVMContextRef ctx, const char *path)
{
	LLVMMemoryBufferRef buf;
	LLVMModuleRef m;
	char *msg = NULL;

	if (LLVMCreateMemoryBufferWithContentsOfFile(path, &buf, &msg))
		fail(path, msg);
	if (LLVMParseBitcodeInContext2(ctx, buf, &m))
		fail(path, "no bitcode");
	return m;
}

/* NAME, whose contract is cut_NAME, or NAME=CONTRACT */
static void cut(LLVMModuleRef m, char *name)
{
	char contract[128], *other = strchr(name, '=');
	LLVMValueRef f, c;

	if (other)
		*other++ = 0;
	snprintf(contract, sizeof(contract), "cut_%s", other ? other : name);
	f = LLVMGetNamedFunction(m, name);
	c = LLVMGetNamedFunction(m, contract);
	if (!f || !c)
		fail("no such function or contract", name);
	LLVMReplaceAllUsesWith(f, c);
}

static void cut_all(LLVMModuleRef m, const char *list)
{
	char *copy = strdup(list), *save = NULL;

	for (char *p = strtok_r(copy, " ", &save); p; p = strtok_r(NULL, " ", &save))
		cut(m, p);
	free(copy);
}

/* The arithmetic calls itself for negation and shift counts: there it is its contract. */
static void cut_recursion(LLVMModuleRef m)
{
	LLVMValueRef f = LLVMGetNamedFunction(m, "rk_val_alu");
	LLVMValueRef c = LLVMGetNamedFunction(m, "cut_rk_val_alu"), in;
	LLVMUseRef use = LLVMGetFirstUse(f), next;

	for (; use; use = next) {
		LLVMValueRef user = LLVMGetUser(use);
		const char *name;

		next = LLVMGetNextUse(use);
		in = LLVMGetBasicBlockParent(LLVMGetInstructionParent(user));
		name = LLVMGetValueName(in);
		if (!strcmp(name, "rk_val_neg") || !strcmp(name, "shift"))
			LLVMSetOperand(user, (unsigned)LLVMGetNumOperands(user) - 1, c);
	}
}

/* Only the harness is visible; everything it calls becomes part of it. */
static void isolate(LLVMContextRef ctx, LLVMModuleRef m, LLVMValueRef keep)
{
	unsigned kind = LLVMGetEnumAttributeKindForName("alwaysinline", 12);
	LLVMValueRef f = LLVMGetFirstFunction(m), next;

	for (; f; f = next) {
		next = LLVMGetNextFunction(f);
		if (LLVMIsDeclaration(f) || f == keep)
			continue;
		LLVMSetLinkage(f, LLVMInternalLinkage);
		LLVMAddAttributeAtIndex(f, (LLVMAttributeIndex)LLVMAttributeFunctionIndex,
			LLVMCreateEnumAttribute(ctx, kind, 0));
	}
}

static void run_passes(LLVMModuleRef m, const char *passes)
{
	LLVMPassBuilderOptionsRef o = LLVMCreatePassBuilderOptions();
	LLVMErrorRef e = LLVMRunPasses(m, passes, NULL, o);

	if (e)
		fail("passes", LLVMGetErrorMessage(e));
	LLVMDisposePassBuilderOptions(o);
}

LLVMValueRef ir_prepare(LLVMContextRef ctx, const char *path, const struct ir_query *q)
{
	/* a recursion that constant arguments rule out is gone after the first round */
	static const char inliner[] = "globaldce,always-inline,globaldce,function(sroa,sccp,adce,"
				      "sroa,early-cse,sccp,adce,loop-simplify,lcssa)";
	LLVMModuleRef m = load(ctx, path);
	LLVMValueRef f = LLVMGetNamedFunction(m, q->harness), arg;

	if (!f)
		fail("no such harness", q->harness);
	for (unsigned i = 0; i < LLVMCountParams(f) && i < IR_ARGS; i++) {
		arg = LLVMGetParam(f, i);
		LLVMReplaceAllUsesWith(arg, LLVMConstInt(LLVMTypeOf(arg),
						    (unsigned long long)(long long)q->args[i], 1));
	}
	cut_all(m, q->cuts);
	cut_recursion(m);
	isolate(ctx, m, f);
	for (int round = 0; round < 3; round++)
		run_passes(m, inliner);
	return f;
}
