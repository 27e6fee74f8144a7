// SPDX-License-Identifier: MIT
/* The fixed pass list. */
#include <llvm-c/Transforms/PassBuilder.h>
#include "opt.h"

int rk_opt_run(LLVMModuleRef m, LLVMTargetMachineRef tm, enum rk_lower lower, const char **why)
{
	LLVMPassBuilderOptionsRef options;
	LLVMErrorRef err;

	if (lower == RK_LOWER_O0)
		return 0;
	options = LLVMCreatePassBuilderOptions();
	err = LLVMRunPasses(m, "default<O2>", tm, options);
	LLVMDisposePassBuilderOptions(options);
	if (!err)
		return 0;
	LLVMConsumeError(err);
	*why = "LLVM's pass pipeline failed";
	return RK_EBACKEND;
}
