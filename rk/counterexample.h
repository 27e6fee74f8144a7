/* SPDX-License-Identifier: MIT */
/* `rk run --counterexample FILE`: play a run that rkverify found, up to its fault. */
#ifndef RK_COUNTEREXAMPLE_H
#define RK_COUNTEREXAMPLE_H

/* An exit code: RK_EXIT_FAIL where it faults, as every run that does. Prints what happens. */
int rk_counterexample(const char *object, const char *file, const char *target_btf);

#endif
