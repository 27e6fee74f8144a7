/* SPDX-License-Identifier: MIT */
/*
 * A program's life: maps, per-CPU environments, code, and back. Load time only, under the key lock.
 * The blob loader makes a program in three steps, and may give up after each with
 * rk_program_free():
 *
 *   rk_program_new(...)                          maps allocated and filled, env per CPU
 *   rk_plat_exec_alloc(&p->exec, text_size)      then copy and relocate into p->exec.alias
 *   rk_program_install(p)                        sealed; p->run is the native entry
 *
 * The caller fills keynum, counter and sha3. A global map belongs to the key, so keynum is an
 * argument.
 */
#ifndef RK_PROGRAM_H
#define RK_PROGRAM_H

#include "runtime.h"

struct rk_program_spec {
	const struct rkb_manifest *manifest;
	const char *name; /* at most RK_MAX_NAME - 1 bytes are taken */
	const u8 *keynum; /* RKB_KEYNUM bytes, or NULL: zeros */
	const struct rkb_map *maps;
	u32 n_maps;
	const u8 *data; /* RKB_SEC_DATA: initial values */
	size_t data_size;
};

/*
 * Checks every map of the spec (type, sizes, flags, data range) and the stack against the profile:
 * the caller need not have. RK_EIMPORT, RK_EINPUT, RK_EBUDGET, RK_ESTACK, RK_ELAYOUT, RK_ENOMEM.
 */
int rk_program_new(struct rk_rt *rt, const struct rk_program_spec *spec, struct rk_program **out,
	const char **why);
/* The same checks without allocating anything (dry run). */
int rk_program_check(struct rk_rt *rt, const struct rk_program_spec *spec, const char **why);
/* Close the writable alias of p->exec and make its code what runs. */
int rk_program_install(struct rk_program *p);
/* NULL is allowed. Storage goes back whole. */
void rk_program_free(struct rk_program *p);

/*
 * Before p replaces `old`: take over old's maps that have p's name, type, sizes, flags and layout.
 * Maps with initial values and read-only ones are never taken: a patched constant takes effect.
 * A map of the same name that differs: RK_ELAYOUT and nothing changed, unless reset.
 */
int rk_program_adopt(struct rk_program *p, struct rk_program *old, bool reset, const char **why);

#endif
