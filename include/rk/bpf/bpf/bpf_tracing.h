/* SPDX-License-Identifier: MIT */
/*
 * Arguments of traced functions by name. PT_REGS_* needs -D__TARGET_ARCH_x86 or
 * -D__TARGET_ARCH_arm64 (rkcc gives it for each target); code that uses them is bound to one
 * kernel.
 */
#ifndef RK_BPF_TRACING_H
#define RK_BPF_TRACING_H

#include <bpf/bpf_helpers.h>
#include <linux/ptrace.h>

#if defined(__TARGET_ARCH_x86)
#define rk_regs(ctx) ((const struct pt_regs *)(ctx))
#define PT_REGS_PARM1(ctx) (rk_regs(ctx)->di)
#define PT_REGS_PARM2(ctx) (rk_regs(ctx)->si)
#define PT_REGS_PARM3(ctx) (rk_regs(ctx)->dx)
#define PT_REGS_PARM4(ctx) (rk_regs(ctx)->cx)
#define PT_REGS_PARM5(ctx) (rk_regs(ctx)->r8)
#define PT_REGS_PARM6(ctx) (rk_regs(ctx)->r9)
#define PT_REGS_PARM4_SYSCALL(regs) (rk_regs(regs)->r10)
#define PT_REGS_FP(ctx) (rk_regs(ctx)->bp)
#define PT_REGS_RC(ctx) (rk_regs(ctx)->ax)
#define PT_REGS_SP(ctx) (rk_regs(ctx)->sp)
#define PT_REGS_IP(ctx) (rk_regs(ctx)->ip)
#elif defined(__TARGET_ARCH_arm64)
#define rk_regs(ctx) ((const struct user_pt_regs *)(ctx))
#define PT_REGS_PARM1(ctx) (rk_regs(ctx)->regs[0])
#define PT_REGS_PARM2(ctx) (rk_regs(ctx)->regs[1])
#define PT_REGS_PARM3(ctx) (rk_regs(ctx)->regs[2])
#define PT_REGS_PARM4(ctx) (rk_regs(ctx)->regs[3])
#define PT_REGS_PARM5(ctx) (rk_regs(ctx)->regs[4])
#define PT_REGS_PARM6(ctx) (rk_regs(ctx)->regs[5])
#define PT_REGS_PARM7(ctx) (rk_regs(ctx)->regs[6])
#define PT_REGS_PARM8(ctx) (rk_regs(ctx)->regs[7])
#define PT_REGS_PARM1_SYSCALL(regs) (((const struct pt_regs *)(regs))->orig_x0)
#define PT_REGS_FP(ctx) (rk_regs(ctx)->regs[29])
#define PT_REGS_RC(ctx) (rk_regs(ctx)->regs[0])
#define PT_REGS_SP(ctx) (rk_regs(ctx)->sp)
#define PT_REGS_IP(ctx) (rk_regs(ctx)->pc)
#endif

/* Arguments of a system call, out of the registers that PT_REGS_SYSCALL_REGS finds. */
#define PT_REGS_SYSCALL_REGS(ctx) ((struct pt_regs *)PT_REGS_PARM1(ctx))
#ifndef PT_REGS_PARM1_SYSCALL
#define PT_REGS_PARM1_SYSCALL(regs) PT_REGS_PARM1(regs)
#endif
#define PT_REGS_PARM2_SYSCALL(regs) PT_REGS_PARM2(regs)
#define PT_REGS_PARM3_SYSCALL(regs) PT_REGS_PARM3(regs)
#ifndef PT_REGS_PARM4_SYSCALL
#define PT_REGS_PARM4_SYSCALL(regs) PT_REGS_PARM4(regs)
#endif
#define PT_REGS_PARM5_SYSCALL(regs) PT_REGS_PARM5(regs)
#define PT_REGS_PARM6_SYSCALL(regs) PT_REGS_PARM6(regs)

/* The same, through the target's BTF. */
#define PT_REGS_PARM1_CORE(ctx) __builtin_preserve_access_index(PT_REGS_PARM1(ctx))
#define PT_REGS_PARM2_CORE(ctx) __builtin_preserve_access_index(PT_REGS_PARM2(ctx))
#define PT_REGS_PARM3_CORE(ctx) __builtin_preserve_access_index(PT_REGS_PARM3(ctx))
#define PT_REGS_PARM4_CORE(ctx) __builtin_preserve_access_index(PT_REGS_PARM4(ctx))
#define PT_REGS_PARM5_CORE(ctx) __builtin_preserve_access_index(PT_REGS_PARM5(ctx))
#define PT_REGS_PARM6_CORE(ctx) __builtin_preserve_access_index(PT_REGS_PARM6(ctx))
#define PT_REGS_RC_CORE(ctx) __builtin_preserve_access_index(PT_REGS_RC(ctx))

/* rk_list(f, c, a, b): "c, f(c, 0), f(c, 1)", one f for each argument after c. */
#define rk_list0(f, c) c
#define rk_list1(f, c) rk_list0(f, c), f(c, 0)
#define rk_list2(f, c) rk_list1(f, c), f(c, 1)
#define rk_list3(f, c) rk_list2(f, c), f(c, 2)
#define rk_list4(f, c) rk_list3(f, c), f(c, 3)
#define rk_list5(f, c) rk_list4(f, c), f(c, 4)
#define rk_list6(f, c) rk_list5(f, c), f(c, 5)
#define rk_list7(f, c) rk_list6(f, c), f(c, 6)
#define rk_list8(f, c) rk_list7(f, c), f(c, 7)
#define rk_list9(f, c) rk_list8(f, c), f(c, 8)
#define rk_list10(f, c) rk_list9(f, c), f(c, 9)
#define rk_list11(f, c) rk_list10(f, c), f(c, 10)
#define rk_list12(f, c) rk_list11(f, c), f(c, 11)
#define rk_list(f, c, ...) rk_apply(rk_list, rk_count(__VA_ARGS__))(f, c)

#define rk_arg_raw(c, i) (void *)c[i]
#define rk_arg_reg(c, i) (void *)rk_arg_reg##i(c)
#define rk_arg_reg0(c) PT_REGS_PARM1(c)
#define rk_arg_reg1(c) PT_REGS_PARM2(c)
#define rk_arg_reg2(c) PT_REGS_PARM3(c)
#define rk_arg_reg3(c) PT_REGS_PARM4(c)
#define rk_arg_reg4(c) PT_REGS_PARM5(c)
#define rk_arg_reg5(c) PT_REGS_PARM6(c)
#define rk_arg_reg6(c) PT_REGS_PARM7(c)
#define rk_arg_reg7(c) PT_REGS_PARM8(c)
#define rk_arg_sys(c, i) (void *)rk_arg_sys##i(PT_REGS_SYSCALL_REGS(c))
#define rk_arg_sys0(r) rk_probed(PT_REGS_PARM1_SYSCALL(r))
#define rk_arg_sys1(r) rk_probed(PT_REGS_PARM2_SYSCALL(r))
#define rk_arg_sys2(r) rk_probed(PT_REGS_PARM3_SYSCALL(r))
#define rk_arg_sys3(r) rk_probed(PT_REGS_PARM4_SYSCALL(r))
#define rk_arg_sys4(r) rk_probed(PT_REGS_PARM5_SYSCALL(r))
#define rk_arg_sys5(r) rk_probed(PT_REGS_PARM6_SYSCALL(r))
#define rk_probed(place)                                                                           \
	({                                                                                         \
		unsigned long rk_v = 0;                                                            \
		bpf_probe_read_kernel(&rk_v, sizeof(rk_v), &(place));                              \
		rk_v;                                                                              \
	})
#define rk_arg_rc(c, i) (void *)PT_REGS_RC(c)

/* A function "name" that takes the hook's context and hands typed arguments to the body after it.
 */
/* clang-format off */
#define rk_typed(name, ctx_type, arg, args...)                                       \
	name(ctx_type ctx);                                                          \
	static __always_inline typeof(name(0)) rk_body_##name(ctx_type ctx, ##args); \
	typeof(name(0)) name(ctx_type ctx)                                           \
	{                                                                            \
		_Pragma("GCC diagnostic push")                                       \
		_Pragma("GCC diagnostic ignored \"-Wint-conversion\"")               \
		return rk_body_##name(rk_list(arg, ctx, ##args));                    \
		_Pragma("GCC diagnostic pop")                                        \
	}                                                                            \
	static __always_inline typeof(name(0))                                       \
	rk_body_##name(__attribute__((unused)) ctx_type ctx, ##args)
/* clang-format on */

/* tp_btf, raw_tp, fentry, fexit: an array of 64-bit arguments. */
#define BPF_PROG(name, args...) rk_typed(name, unsigned long long *, rk_arg_raw, ##args)
/* kprobe: at most six arguments on x86-64, eight on ARM64. */
#define BPF_KPROBE(name, args...) rk_typed(name, struct pt_regs *, rk_arg_reg, ##args)
#define BPF_UPROBE(name, args...) BPF_KPROBE(name, ##args)
/* kprobe of a system call's function (__x64_sys_NAME, __arm64_sys_NAME): at most six arguments. Its
 * own argument is where the kernel saved the caller's registers, as Linux has it since 4.17. */
#define BPF_KSYSCALL(name, args...) rk_typed(name, struct pt_regs *, rk_arg_sys, ##args)
#define BPF_KPROBE_SYSCALL BPF_KSYSCALL
/* kretprobe: the result, or nothing. */
#define BPF_KRETPROBE(name, args...) rk_typed(name, struct pt_regs *, rk_arg_rc, ##args)
#define BPF_URETPROBE(name, args...) BPF_KRETPROBE(name, ##args)

#endif
