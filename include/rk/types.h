/* SPDX-License-Identifier: MIT */
/* Fixed-width types, error codes and compile-time assertions; freestanding. */
#ifndef RK_TYPES_H
#define RK_TYPES_H

#ifdef __KERNEL__
#include <linux/limits.h>
#include <linux/types.h>
#include <linux/stddef.h>
#else
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
typedef uint8_t u8;
typedef uint16_t u16;
typedef uint32_t u32;
typedef uint64_t u64;
typedef int8_t s8;
typedef int16_t s16;
typedef int32_t s32;
typedef int64_t s64;
#define S32_MIN INT32_MIN
#define S32_MAX INT32_MAX
#define U32_MAX UINT32_MAX
#define S64_MIN INT64_MIN
#define S64_MAX INT64_MAX
#define U64_MAX UINT64_MAX
#endif

#define RK_STATIC_ASSERT(cond, msg) _Static_assert(cond, msg)
/* What only people and tools read: a robot's kernel is built without it. */
#ifdef RK_NO_DOCS
#define RK_DOC(...)
#else
#define RK_DOC(...) __VA_ARGS__
#endif

#define RK_ARRAY_SIZE(a) (sizeof(a) / sizeof((a)[0]))

/* Functions that can fail return 0 or a negative enum rk_err. */
enum rk_err {
	RK_OK = 0,
#define ERROR(name, value, errno_, text) RK_##name = -(value),
#include "error.def"
#undef ERROR
};

enum rk_arch { RK_ARCH_NONE = 0, RK_ARCH_X86_64 = 1, RK_ARCH_AARCH64 = 2 };

#if defined(__x86_64__)
#define RK_ARCH_SELF RK_ARCH_X86_64
#elif defined(__aarch64__)
#define RK_ARCH_SELF RK_ARCH_AARCH64
#else
#define RK_ARCH_SELF RK_ARCH_NONE
#endif

#endif
