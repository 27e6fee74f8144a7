/* SPDX-License-Identifier: MIT */
/* Generated programs on which verifiers fall off cliffs; prints its table. */
#ifndef RK_CLIFFS_H
#define RK_CLIFFS_H

#include "rk/types.h"

void bench_cliffs(u32 rounds);

#endif
