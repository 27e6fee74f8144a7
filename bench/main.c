// SPDX-License-Identifier: MIT
/* rk-bench: ratios within one run; see bench/README.md for what they mean. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "measure.h"

static const struct {
	const char *name;
	int (*run)(u32 rounds);
	u32 rounds;
} parts[] = {
	{"aot", bench_aot, 15},
	{"build", bench_build, 9},
	{"load", bench_load, 51},
	{"hook", bench_hook, 51},
};

int main(int argc, char **argv)
{
	int bad = argc < 2, rounds = argc > 2 ? atoi(argv[2]) : 0;

	if (argc > 3 || rounds < 0 || rounds > MAX_ROUNDS)
		bad = 1;
	for (size_t i = 0; i < RK_ARRAY_SIZE(parts) && !bad; i++)
		if (!strcmp(argv[1], parts[i].name)) {
			pin_to_one_cpu();
			return parts[i].run(rounds ? (u32)rounds : parts[i].rounds);
		}
	fprintf(stderr, "usage: rk-bench aot|build|load|hook [ROUNDS]\n");
	return 2;
}
