/* SPDX-License-Identifier: MIT */
/* No-fault loads, called by compiled code: the value zero-extended, zero on any failure. */
#ifndef RK_PROBE_H
#define RK_PROBE_H

#include "rk/types.h"

u64 rk_probe_ld1(u64 address);
u64 rk_probe_ld2(u64 address);
u64 rk_probe_ld4(u64 address);
u64 rk_probe_ld8(u64 address);

#endif
