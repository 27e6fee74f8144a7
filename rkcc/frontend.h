/* SPDX-License-Identifier: MIT */
/*
 * From source to BPF object. Clang runs in a child process: what it reports comes back as data, and
 * its crash as an error. Results are in the arena.
 */
#ifndef RK_FRONTEND_H
#define RK_FRONTEND_H

#include "obj/arena.h"

struct rk_front_diag {
	const char *level; /* "error", "warning", "note", "remark" */
	const char *file;  /* "" where Clang names none */
	u32 line, column;
	const char *text;
	struct rk_front_diag *next;
};

/* One compilation. */
struct rk_front_unit {
	const u8 *object; /* NULL where there were errors */
	size_t size;
	const char *text; /* diagnostics as a terminal shows them */
	struct rk_front_diag *diags, **last;
	bool names_arch; /* the source asked which target it is compiled for */
	bool complete;
};

struct rk_front_opts {
	const char *source;
	const char *const *args; /* -D, -I, -O ... as given */
	u32 n_args;
	bool color;
	const enum rk_arch *targets;
	u32 n_targets;
};

/*
 * Compile for each target into units[]. A source that never asks for its target is compiled once,
 * and the units are equal. Errors of the source are in the units, and the return is 0; RK_EBACKEND
 * with *why where Clang crashed.
 */
int rk_front_compile(struct rk_front_unit *units, struct rk_arena *a,
	const struct rk_front_opts *opts, const char **why);

/* A path that Clang should compile, as opposed to an object. */
bool rk_front_is_source(const char *path);

#endif
