/* SPDX-License-Identifier: MIT */
/* One way to run bytecode: the interpreter, or compiled code in a runner process. */
#ifndef RK_CONFORMANCE_ENGINE_H
#define RK_CONFORMANCE_ENGINE_H

#include <stdio.h>
#include "aot.h"

struct engine {
	bool interp;
	enum rk_lower lower;
	enum rk_arch arch;
	int pid; /* of the runner, 0 before the first program */
	FILE *to, *from;
};

/* False for an unknown engine name. */
bool engine_parse(struct engine *e, const char *name);
/* Runs one program; 0 with *r0, or -1 with *why (in the arena). mem may be NULL where len is 0. */
int engine_run(struct engine *e, struct rk_arena *a, const u8 *insns, u32 n_slots, u8 *mem, u32 len,
	u64 *r0, const char **why);
/* engine_interp.c */
int engine_interpret(
	struct rk_arena *a, const struct rk_prog *p, u8 *mem, u32 len, u64 *r0, const char **why);
void engine_fini(struct engine *e);

#endif
