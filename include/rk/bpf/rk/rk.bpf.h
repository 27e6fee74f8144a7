/* SPDX-License-Identifier: MIT */
/*
 * The one header a robot's program needs: types, helpers, the contexts of our hooks and the options
 * below. A program that includes vmlinux.h does so first.
 */
#ifndef RK_RK_BPF_H
#define RK_RK_BPF_H

#ifdef __VMLINUX_H__
/* The kernel has a struct of this name: from here on it means ours. */
#define pwm_state rk_pwm_state
#endif

#include <bpf/bpf_helpers.h>
#include <linux/bpf.h>
#include <rk/ctx.h>

/* License of the program, in the place where Linux looks for it too. */
#define RK_LICENSE(text) char LICENSE[] SEC("license") = text

/*
 * Options of the object, for all of its programs. RK_WORST_CASE(n) sets the limit on executed
 * instructions in place of the hook's default; RK_FAIL(action) says what happens when a program
 * runs too long or is frozen: detach (tracing), keep, or stop (drive the emergency stop).
 * RK_RUN_LIMIT(ns), up to 4 s, says what too long is; without it that is 100 ns for each
 * instruction that the hook or the program's worst case allows. For timers it is never more than
 * the period.
 */
enum rk_option_kind { RK_OPTION_WORST_CASE = 1, RK_OPTION_FAIL = 2, RK_OPTION_RUN_LIMIT = 3 };
enum rk_fail_kind { RK_FAIL_detach = 0, RK_FAIL_keep = 1, RK_FAIL_stop = 2 };

struct rk_option {
	__u32 kind;
	__u32 zero;
	__u64 value;
};

#define RK_OPTION(kind, value)                                                                     \
	static const struct rk_option rk_concat(rk_option_, __COUNTER__)                           \
		__attribute__((section(".rk.options"), used)) = {kind, 0, value}
#define RK_WORST_CASE(insns) RK_OPTION(RK_OPTION_WORST_CASE, insns)
#define RK_RUN_LIMIT(ns) RK_OPTION(RK_OPTION_RUN_LIMIT, ns)
#define RK_FAIL(action) RK_OPTION(RK_OPTION_FAIL, RK_FAIL_##action)

#endif
