/* SPDX-License-Identifier: MIT */
/*
 * Saved registers as kprobe programs see them, for the target given by -D__TARGET_ARCH_x86 or
 * -D__TARGET_ARCH_arm64. Field names are the kernel's, so that vmlinux.h may take this one's place.
 */
#ifndef RK_BPF_LINUX_PTRACE_H
#define RK_BPF_LINUX_PTRACE_H

#ifndef __VMLINUX_H__
#if defined(__TARGET_ARCH_x86)
struct pt_regs {
	unsigned long r15, r14, r13, r12, bp, bx, r11, r10, r9, r8;
	unsigned long ax, cx, dx, si, di, orig_ax, ip, cs, flags, sp, ss;
};
#elif defined(__TARGET_ARCH_arm64)
struct user_pt_regs {
	unsigned long long regs[31];
	unsigned long long sp, pc, pstate;
};
struct pt_regs {
	struct user_pt_regs user_regs;
	unsigned long long orig_x0;
	int syscallno;
	unsigned int unused;
};
#else
struct pt_regs;
#endif
#endif

#endif
