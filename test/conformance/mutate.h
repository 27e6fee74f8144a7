/* SPDX-License-Identifier: MIT */
/* Mutants of programs that were accepted: what is still accepted is run in many worlds. */
#ifndef RK_CONFORMANCE_MUTATE_H
#define RK_CONFORMANCE_MUTATE_H

#include <stdio.h>
#include "rk/types.h"

struct mutate_opts {
	u64 seed;
	u32 count;   /* mutants, over all programs of all files */
	bool kernel; /* ask the running kernel as well; count where it rejects what we accept */
	const char *target_btf;
	char **files;
	int n_files;
};

/* Prints every claim that did not hold, and counts; a single mutant whole. 0: all held. */
int mutate_programs(const struct mutate_opts *o);

#endif
