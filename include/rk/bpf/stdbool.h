/* SPDX-License-Identifier: MIT */
/* The part of <stdbool.h> that BPF programs use; vmlinux.h brings its own. */
#ifndef RK_BPF_STDBOOL_H
#define RK_BPF_STDBOOL_H

#ifndef __VMLINUX_H__
#define bool _Bool
#define true 1
#define false 0
#endif

#endif
