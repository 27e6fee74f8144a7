/* SPDX-License-Identifier: MIT */
/* Time of this thread's processor, medians, and the ratio of two of them. Wall time is never used.
 */
#ifndef RK_MEASURE_H
#define RK_MEASURE_H

#include "rk/types.h"

enum { MAX_ROUNDS = 101 };

struct series {
	u32 n;
	double v[MAX_ROUNDS];
};

double cpu_ns(void);       /* thread CPU clock */
void pin_to_one_cpu(void); /* the one it runs on now */
void series_add(struct series *s, double v);
double series_median(const struct series *s);
double series_spread(const struct series *s); /* interquartile range / median */

int bench_aot(u32 rounds);
int bench_build(u32 rounds);
int bench_load(u32 rounds);
int bench_hook(u32 rounds);

#endif
