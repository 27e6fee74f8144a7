/* SPDX-License-Identifier: MIT */
/*
 * The code arena: part of the module's text, so the kernel makes it executable and read-only, and
 * helpers are within reach of direct calls. Filled with traps.
 *
 * On x86 it begins with the frame that every program sets up, never executed: objtool follows it
 * through the traps and so makes the unwinder's entry for the whole arena, "frame pointer". The
 * first grain is never given to programs, and the last instruction ends objtool's walk.
 */
#include <linux/linkage.h>
#include <linux/objtool.h>
#ifdef CONFIG_X86
#include <asm/nospec-branch.h>
#endif

	.section .text.rkarena, "ax"
	.balign 4096
	.globl rk_arena
#ifdef CONFIG_X86
	.type rk_arena, %function
rk_arena:
	ANNOTATE_NOENDBR /* programs bring their own landing pads */
	push %rbp
	mov %rsp, %rbp
	.fill 262144 - 6, 1, 0xcc
	ud2
#else
	.type rk_arena, %object
rk_arena:
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
