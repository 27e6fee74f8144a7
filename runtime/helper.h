/* SPDX-License-Identifier: MIT */
/*
 * Helper bodies: one function per runnable row of helper.def, declared by expanding it, so a row
 * without a body fails to link. Bodies may be called on every CPU at once and never sleep. What a
 * program passes was proved by the verifier to fit the row; numbers are still anything.
 */
#ifndef RK_RUNTIME_HELPER_H
#define RK_RUNTIME_HELPER_H

#include "runtime.h"

#define RK_HELPER(name)                                                                            \
	u64 rk_helper_##name(u64 a1, u64 a2, u64 a3, u64 a4, u64 a5, struct rk_env *env)

#define RK_DECLARE_RUN(name) RK_HELPER(name);
#define RK_DECLARE_VERIFY(name)
#define HELPER(id, name, run, ...) RK_DECLARE_##run(name)
#include "rk/helper.def"
#undef HELPER

static inline void *rk_ptr(u64 a)
{
	return (void *)(uintptr_t)a;
}

static inline struct rk_rt *rk_env_rt(const struct rk_env *env)
{
	return ((struct rk_program *)env->prog)->rt;
}

static inline const struct rk_world *rk_env_world(const struct rk_env *env)
{
	return &rk_env_rt(env)->world;
}

/* Linux's errors as helpers return them. */
enum {
	RK_L_EPERM = 1,
	RK_L_EAGAIN = 11,
	RK_L_EFAULT = 14,
	RK_L_ENODEV = 19,
	RK_L_EINVAL = 22,
	RK_L_ERANGE = 34
};

static inline u64 rk_fail(int linux_errno)
{
	return (u64) - (s64)linux_errno;
}

/* 0 or a negative enum rk_err, as Linux's number. */
static inline u64 rk_result(int err)
{
	return err ? rk_fail(rk_errno(err)) : 0;
}

#endif
