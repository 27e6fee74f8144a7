/* SPDX-License-Identifier: MIT */
/* The part of <stddef.h> that BPF programs use. */
#ifndef RK_BPF_STDDEF_H
#define RK_BPF_STDDEF_H

typedef __SIZE_TYPE__ size_t;
typedef __PTRDIFF_TYPE__ ptrdiff_t;
#ifndef NULL
#define NULL ((void *)0)
#endif
#ifndef offsetof
#define offsetof(type, member) __builtin_offsetof(type, member)
#endif

#endif
