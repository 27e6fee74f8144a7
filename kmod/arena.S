/* SPDX-License-Identifier: MIT */
/*
 * The code arena: part of the module's text, so the kernel makes it executable and read-only, and
 * helpers are within reach of direct calls. Filled with traps.
 */
#include <linux/linkage.h>
#include <linux/objtool.h>
#ifdef CONFIG_X86
#include <asm/nospec-branch.h>
#endif

	.section .text.rkarena, "ax"
	.balign 4096
	.globl rk_arena
	.type rk_arena, %object
rk_arena:
	ANNOTATE_NOENDBR /* programs bring their own landing pads */
#ifdef CONFIG_X86
	.fill 262144, 1, 0xcc
#else
	.fill 65536, 4, 0xd4200000
#endif
	.size rk_arena, . - rk_arena

#ifdef CONFIG_X86
/* What the kernel makes of a return in this module: read by exec.c, never called. */
	.text
SYM_FUNC_START(rk_return_sample)
	ANNOTATE_NOENDBR
	RET
SYM_FUNC_END(rk_return_sample)
#endif

	.section .note.GNU-stack, "", %progbits
