/* SPDX-License-Identifier: MIT */
/*
 * From a file to a program in this process: a signed blob as native code, an object through the
 * interpreter, in the cloud profile an object compiled on the spot. Messages are text in the arena.
 */
#ifndef RK_ENGINE_H
#define RK_ENGINE_H

#include "obj/prog.h"
#include "runtime.h"

struct rk_engine {
	struct rk_arena *a;
	struct rk_rt *rt;
	const char *name;    /* "native" or "interp" */
	const char *program; /* wanted, NULL: the only one */
	const char *key;     /* public key file or name; NULL: the key folder */
	struct rk_program *p;
	struct rk_hook hook;
	const struct rk_hook_row *row;
	const struct rk_prog *source; /* interp: for places of faults */
	const char *why;
};

int rk_engine_native(struct rk_engine *e, const u8 *file, size_t size);
int rk_engine_interp(struct rk_engine *e, const char *path, const u8 *file, size_t size);
#ifdef RK_PROFILE_CLOUD
/* Compile through rkcc, signed with a key that exists for this call only. */
int rk_run_jit(struct rk_engine *e, const char *path);
#endif
/* Trust one more key. */
int rk_engine_trust(struct rk_engine *e, const char *path);
void rk_engine_close(struct rk_engine *e);

#endif
