/* SPDX-License-Identifier: MIT */
/* An object file, its programs verified and compiled in this process. */
#ifndef RK_BENCH_OBJECT_H
#define RK_BENCH_OBJECT_H

#include "aot.h"

struct bench_prog {
	const struct rk_prog *prog;
	struct rk_result result;
	struct rk_code code;
	bool accepted; /* else compiled without facts */
};

struct bench_object {
	struct rk_arena arena;
	struct rk_diags diags;
	struct rk_obj obj;
};

int bench_object_read(struct bench_object *o, const char *path);
/* Verify (without a limit on the worst case), compile for this machine, check. Prints why not. */
int bench_compile(struct bench_object *o, const char *name, struct bench_prog *out);
void bench_object_free(struct bench_object *o);

#endif
