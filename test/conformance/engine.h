/* SPDX-License-Identifier: MIT */
/* One way to run bytecode: the interpreter, or compiled code in a runner process. */
#ifndef RK_CONFORMANCE_ENGINE_H
#define RK_CONFORMANCE_ENGINE_H

#include <stdio.h>
#include "aot.h"
#include "protocol.h"

struct engine {
	bool interp;
	enum rk_lower lower;
	enum rk_arch arch;
	const struct rk_result *facts; /* of the program to run; NULL: compile naively */
	bool checks;                   /* trap where a value leaves its proved range */
	int pid;                       /* of the runner, 0 before the first program */
	FILE *to, *from;
};

/* False for an unknown engine name. */
bool engine_parse(struct engine *e, const char *name);
/*
 * Runs one program n_runs times, each on its own `len` bytes of mem (which may be changed); 0 with
 * results, or -1 with *why (in the arena). mem may be NULL where len is 0.
 */
int engine_run(struct engine *e, struct rk_arena *a, const struct rk_prog *p, u8 *mem, u32 len,
	u32 n_runs, struct run_result *results, const char **why);
/* engine_interp.c */
int engine_interpret(
	struct rk_arena *a, const struct rk_prog *p, u8 *mem, u32 len, u64 *r0, const char **why);
void engine_fini(struct engine *e);

#endif
