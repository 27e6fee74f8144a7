/* SPDX-License-Identifier: MIT */
/*
 * Changes of a robot, one after the other, each said before it is made. A file appears whole or not
 * at all, and what was there is kept aside until the end. Where a step fails, those before it are
 * taken back in reverse; what could not be taken back is named.
 */
#ifndef RK_STEPS_H
#define RK_STEPS_H

#include "obj/arena.h"
#include "shell.h"

enum { RK_STEPS_MOST = 48 };

struct rk_step {
	const char *what; /* what for, in words */
	const char *path; /* a file of these bytes, of letters that need no quotes; else NULL */
	const void *bytes;
	size_t size;
	unsigned mode;
	const char *show; /* without a path: the command as people know it */
	const char *run;  /* without a path: one line for sh without single quotes */
	const char *undo; /* may be NULL; a file's: after it is gone */
	bool done;
};

struct rk_steps {
	struct rk_shell *shell;
	struct rk_arena *a;
	const char *cmd;
	bool sudo, dry;
	size_t n, changed;
	struct rk_step step[RK_STEPS_MOST];
};

/* The step to fill; NULL where there are too many. */
struct rk_step *rk_steps_add(struct rk_steps *s, const char *what);
void rk_steps_file(struct rk_steps *s, const char *what, const char *path, unsigned mode,
	const void *bytes, size_t size);
/* A command says "unchanged" where it had nothing to do. */
void rk_steps_run(
	struct rk_steps *s, const char *what, const char *show, const char *run, const char *undo);
/* All of them. An exit code, and what became of each on stdout. */
int rk_steps_go(struct rk_steps *s);
/* One line of sh as root. As rk_shell_run(). */
int rk_steps_sh(struct rk_steps *s, const char *line, const void *input, size_t size);

#endif
