/* SPDX-License-Identifier: MIT */
/*
 * The types of a kernel that has no BTF, out of the headers that modules are built with: make
 * compiles one file that includes them, pahole turns its debug information into BTF.
 */
#ifndef RK_HEADERS_H
#define RK_HEADERS_H

#include "obj/target.h"
#include "shell.h"

/* The folder for make -C, for the kernel and architecture of t. The blob is s->out, in the arena.
 * RK_OK, or an error with *why; what the tools say goes to stderr. */
int rk_headers_types(struct rk_shell *s, struct rk_arena *a, const struct rk_target *t,
	const char *folder, const char **why);

#endif
